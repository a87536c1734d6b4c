package dev.animus4j.recipes;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImagePart.AttemptFailed;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.resilience.Guards;
import dev.animus4j.resilience.Limits;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Asks a busy provider as often and as late as it may be asked, then another one. */
public final class RetryAndFallBack {
  private RetryAndFallBack() {}

  public static void main(String[] arguments) {
    Vertx vertx = Provider.ready();
    ImageModel images =
        busy()
            .guarded(Guards.of("flux", Limits.images()))
            .retrying(Retry.exactly(Duration.ofMillis(100), Duration.ofMillis(200)))
            .orElse(Painter.ready(vertx));
    images.stream(ImageRequest.of("A red fox in the snow")).blockingForEach(RetryAndFallBack::tell);
    vertx.close().await();
  }

  /** A model is a function: this one stands for a provider that has too much to do. */
  private static ImageModel busy() {
    AnimusException failure =
        new AnimusException.RateLimited(Origin.of("flux"), Duration.ofMillis(50));
    return request -> Single.error(failure);
  }

  private static void tell(ImagePart part) {
    if (part instanceof AttemptFailed failed) {
      System.out.println("Failed: " + failed.attempt().failure().getMessage());
    } else if (part instanceof Image image) {
      System.out.println("Drawn by " + image.generation().model() + ": " + image.location());
    }
  }
}

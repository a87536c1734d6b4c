package dev.animus4j.recipes;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.ImageUpdate.AttemptFailed;
import dev.animus4j.resilience.ResilienceLimits;
import dev.animus4j.resilience.ResiliencePolicy;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Retries a busy provider within its limits, then falls back to another one. */
public final class RetryAndFallBack {
  private RetryAndFallBack() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    ImageModel images =
        busy()
            .withResilience(ResiliencePolicy.of("flux", ResilienceLimits.images()))
            .withRetry(Retry.ofDelays(Duration.ofMillis(100), Duration.ofMillis(200)))
            .withFallback(RecipeImageModel.create(vertx));
    images.stream(ImageRequest.of("A red fox in the snow"))
        .blockingForEach(RetryAndFallBack::print);
    vertx.close().await();
  }

  /** A model is a function: this one simulates a provider that is rate-limited. */
  private static ImageModel busy() {
    AnimusException failure =
        new AnimusException.RateLimited(FailureOrigin.of("flux"), Duration.ofMillis(50));
    return request -> Single.error(failure);
  }

  private static void print(ImageUpdate update) {
    if (update instanceof AttemptFailed failed) {
      System.out.println("Failed: " + failed.attempt().failure().getMessage());
    } else if (update instanceof Image image) {
      System.out.println("Drawn by " + image.generation().model() + ": " + image.location());
    }
  }
}

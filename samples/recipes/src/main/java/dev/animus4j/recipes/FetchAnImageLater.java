package dev.animus4j.recipes;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.resilience.Retry;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Objects;

/** Fetches an image later that was paid for, and could not be had when it was published. */
public final class FetchAnImageLater {
  private FetchAnImageLater() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    Simulator simulator = Simulator.start(vertx, 0).await();
    simulator.script(ScriptedResponse.status(404).forPath(".png"));
    Http http = Http.create(vertx);
    FileImageStore store = FileImageStore.temporary(vertx);
    Endpoint animus =
        AnimusImages.endpoint(Credentials.key("any")).withBaseUrl(simulator.origin() + "/v3");
    AnimusImages images = AnimusImages.create(http, animus, store).withDownloadRetry(Retry.none());

    try {
      var unused = images.generate(ImageRequest.of("A red fox")).blockingGet();
    } catch (AnimusException failure) {
      System.out.println("Not fetched: " + failure.getMessage());
      URI published = Objects.requireNonNull(failure.origin().published());
      ImageDownload download = new ImageDownload(http, animus);
      var stored = download.save(published, store, "animus").blockingGet();
      System.out.println("Fetched later: " + stored.format());
    }

    http.close();
    vertx.close().await();
  }
}

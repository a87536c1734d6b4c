package dev.animus4j.image.provider.animus;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.DataUrl;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;

/** Downloads the images of generations from where Animus published them into the store. */
record AnimusResultDownload(Http http, Endpoint endpoint, ImageStore store, String model) {

  AnimusResultDownload withModel(String model) {
    return new AnimusResultDownload(http, endpoint, store, model);
  }

  /**
   * Downloads one result of a generation and stores it; {@code inferenceTime} is how long it took.
   */
  Single<Image> download(
      String url, AnimusGenerationStatus state, ImageRequest request, Duration inferenceTime) {
    FailureOrigin origin = state.origin();
    URI source = DataUrl.isDataUrl(url) ? null : ImageDownload.parseUrl(url, origin);
    Flowable<Buffer> bytes =
        source == null
            ? new DataUrl(url, origin).bytes()
            : new ImageDownload(http, endpoint).bytes(source);
    Image.Generation generation =
        new Image.Generation(
            endpoint.provider(), model, state.id(), request.seed(), inferenceTime, null, null);
    Image.Lineage lineage = new Image.Lineage(source, AnimusImages.parent(request), null);
    return store
        .write(model, bytes)
        .map(
            stored ->
                new Image(
                    stored.location(),
                    stored.format(),
                    request.prompt(),
                    generation,
                    lineage,
                    false));
  }
}

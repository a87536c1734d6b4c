package dev.animus4j.image.provider;

import dev.animus4j.failure.Origin;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;

/** Where the pictures of generations go: from where Animus published them into the store. */
record AnimusGallery(Http http, Endpoint endpoint, ImageStore store, String model) {

  AnimusGallery withModel(String model) {
    return new AnimusGallery(http, endpoint, store, model);
  }

  /** Fetches one result of a generation that took so long, and keeps it. */
  Single<Image> keep(String url, AnimusState state, ImageRequest request, Duration took) {
    Origin origin = state.origin();
    URI source = DataUrl.is(url) ? null : ImageFetch.address(url, origin);
    Flowable<Buffer> bytes =
        source == null
            ? new DataUrl(url, origin).bytes()
            : new ImageFetch(http, endpoint).bytes(source);
    Image.Generation made =
        new Image.Generation(model, state.id(), request.seed(), took, null, null);
    Image.Lineage lineage = new Image.Lineage(source, AnimusImages.parent(request), null);
    return store
        .write(model, bytes)
        .map(
            kept ->
                new Image(kept.location(), kept.format(), request.prompt(), made, lineage, false));
  }
}

package dev.animus4j.image.provider.animus;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.AllImages;
import dev.animus4j.image.provider.DataUrl;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.UncommittedImages;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Downloads the images of generations from where Animus published them into the store. */
record AnimusResultDownload(ImageDownload download, ImageStore store, String model) {

  AnimusResultDownload withModel(String model) {
    return new AnimusResultDownload(download, store, model);
  }

  AnimusResultDownload withDownloadRetry(Retry retry) {
    return new AnimusResultDownload(download.withRetry(retry), store, model);
  }

  /**
   * Downloads the results of a generation and stores them; {@code inferenceTime} is how long it
   * took.
   */
  Flowable<Image> all(AnimusGenerationStatus state, ImageRequest request, Duration inferenceTime) {
    return Flowable.using(
        () -> new UncommittedImages(store),
        images ->
            AllImages.concat(
                    state.urls(),
                    url ->
                        download(url, state, request, inferenceTime)
                            .doOnSuccess(image -> images.add(image.location())),
                    store)
                .doOnNext(image -> images.commit(image.location()))
                .onErrorResumeNext(
                    cause -> Flowable.error(GenerationFailure.of(cause, state.id()))),
        UncommittedImages::close,
        false);
  }

  private Single<Image> download(
      String url, AnimusGenerationStatus state, ImageRequest request, Duration inferenceTime) {
    Image.Generation generation =
        new Image.Generation(
            download.provider().provider(),
            model,
            state.id(),
            request.seed(),
            inferenceTime,
            null,
            null);
    URI source = address(url, state);
    Image.Lineage lineage = new Image.Lineage(source, request.parent(), null);
    return save(url, source, state.origin())
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

  private Single<ImageStore.Stored> save(String url, @Nullable URI source, FailureOrigin origin) {
    return source == null
        ? store.write(model, new DataUrl(url, origin).bytes())
        : download.save(source, store, model);
  }

  private static @Nullable URI address(String url, AnimusGenerationStatus state) {
    return DataUrl.isDataUrl(url) ? null : ImageDownload.resolve(url, state.url(), state.origin());
  }
}

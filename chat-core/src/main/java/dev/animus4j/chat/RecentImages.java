package dev.animus4j.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;

/**
 * Cache of the latest images with the state that their providers need to change them. An evicted
 * image is changed from what the history holds of it, as any image.
 */
final class RecentImages {
  private static final int BASE_WEIGHT = 1_000;
  private static final long MAX_WEIGHT = 64L << 20;

  private final Cache<URI, Image> images =
      Caffeine.newBuilder()
          .maximumWeight(MAX_WEIGHT)
          .weigher(RecentImages::weight)
          .executor(Runnable::run)
          .build();

  void add(Image image) {
    images.put(image.location(), image);
  }

  /** A change of the latest image, if that is promised and there is one; else a new image. */
  Single<ImageRequest> requestFor(
      PromisedImage promised, Maybe<HistoryEntry.ImageReference> latest) {
    Single<ImageRequest> newImage = Single.fromCallable(() -> ImageRequest.of(promised.prompt()));
    return promised.changesPrevious()
        ? latest
            .map(image -> editRequest(image, promised.prompt()))
            .onErrorComplete()
            .switchIfEmpty(newImage)
        : newImage;
  }

  private ImageRequest editRequest(HistoryEntry.ImageReference imageReference, String prompt) {
    ImageRequest request = ImageRequest.of(prompt);
    Image image = images.getIfPresent(imageReference.location());
    if (image != null) {
      return request.withSource(image);
    }
    return imageReference.format() == null
        ? request.withSource(imageReference.location())
        : request.withSource(toImage(imageReference, imageReference.format()));
  }

  private static Image toImage(HistoryEntry.ImageReference imageReference, Image.Format format) {
    return Image.of(imageReference.prompt(), imageReference.location())
        .withFormat(format)
        .withLineage(new Image.Lineage(imageReference.published(), null, null));
  }

  /** Estimated, in bytes. */
  private static int weight(URI location, Image image) {
    JsonNode memo = image.lineage().memo();
    return BASE_WEIGHT + (memo == null ? 0 : memo.toString().length());
  }
}

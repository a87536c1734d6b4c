package dev.animus4j.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cache of the latest images with the state that their providers need to change them. An image that
 * is neither here nor in the ledger is changed from what the history holds of it, as any image.
 */
final class RecentImages {
  private static final int BASE_WEIGHT = 1_000;
  private static final long MAX_WEIGHT = 64L << 20;

  private final @Nullable Ledger ledger;

  private final Cache<URI, Image> images =
      Caffeine.newBuilder()
          .maximumWeight(MAX_WEIGHT)
          .weigher(RecentImages::weight)
          .executor(Runnable::run)
          .build();

  /** A cache in front of the images of a ledger; null for none. */
  RecentImages(@Nullable Ledger ledger) {
    this.ledger = ledger;
  }

  void add(Image image) {
    images.put(image.location(), image);
  }

  void remove(URI location) {
    images.invalidate(location);
  }

  /** A change of the latest image, if that is promised and there is one; else a new image. */
  Single<ImageRequest> requestFor(
      PromisedImage promised, Maybe<HistoryEntry.ImageReference> latest) {
    Single<ImageRequest> newImage = Single.fromCallable(() -> ImageRequest.of(promised.prompt()));
    return promised.changesPrevious()
        ? latest
            .flatMapSingle(image -> editRequest(image, promised.prompt()))
            .onErrorComplete()
            .switchIfEmpty(newImage)
        : newImage;
  }

  private Single<ImageRequest> editRequest(
      HistoryEntry.ImageReference imageReference, String prompt) {
    ImageRequest request = ImageRequest.of(prompt);
    return find(imageReference.location())
        .map(request::withSource)
        .switchIfEmpty(Single.fromCallable(() -> withReference(request, imageReference)));
  }

  private Maybe<Image> find(URI location) {
    Image image = images.getIfPresent(location);
    return image != null || ledger == null
        ? Maybe.fromOptional(Optional.ofNullable(image))
        : ledger.image(location).onErrorComplete();
  }

  private static ImageRequest withReference(
      ImageRequest request, HistoryEntry.ImageReference imageReference) {
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

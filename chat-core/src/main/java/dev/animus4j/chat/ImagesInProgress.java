package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images of a conversation that are being generated, oldest first. The model is told of them as of
 * those in the history, so that a user may speak of one that is not there yet. Confined to the
 * context of the conversation.
 */
final class ImagesInProgress {
  /** Stands for the location, which is never read: these entries are not stored. */
  private static final URI NOWHERE = URI.create("animus4j:in-progress");

  private final List<ImageInProgress> images = new ArrayList<>(0);

  void add(ImageInProgress image) {
    images.add(image);
  }

  void remove(ImageInProgress image) {
    images.remove(image);
    image.end();
  }

  /** The latest one; null when there is none. */
  @Nullable ImageInProgress latest() {
    return images.isEmpty() ? null : images.get(images.size() - 1);
  }

  /** The entries of a window, and after them those of the images that were in progress before. */
  Single<List<HistoryEntry>> addTo(Single<List<HistoryEntry>> window) {
    return Single.defer(
        () -> {
          List<ImageInProgress> before = List.copyOf(images);
          return before.isEmpty() ? window : window.map(entries -> addTo(entries, before));
        });
  }

  private static List<HistoryEntry> addTo(
      List<HistoryEntry> entries, List<ImageInProgress> images) {
    List<HistoryEntry> all = new ArrayList<>(entries);
    for (ImageInProgress image : images) {
      if (entries.stream().noneMatch(image::isIn)) {
        all.add(
            HistoryEntry.of(
                new HistoryEntry.ImageReference(image.prompt(), NOWHERE), Instant.EPOCH));
      }
    }
    return all;
  }
}

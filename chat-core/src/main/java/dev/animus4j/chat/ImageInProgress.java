package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;

/** Image that is being generated. */
final class ImageInProgress {
  private final String prompt;
  private final SingleSubject<Image> image = SingleSubject.create();

  ImageInProgress(String prompt) {
    this.prompt = prompt;
  }

  String prompt() {
    return prompt;
  }

  /** The image, once it is in the history; fails if it never will be. */
  Single<Image> image() {
    return image;
  }

  /** Sets what has come of it. */
  void complete(Single<Image> generated) {
    generated.subscribe(image);
  }

  /** Ends it; without an image, it has failed. */
  void end() {
    if (!image.hasValue() && !image.hasThrowable()) {
      image.onError(
          new AnimusException.Cancelled(FailureOrigin.of("animus4j"), "no picture came of it"));
    }
  }

  /** Whether the entry is that of the image. */
  boolean isIn(HistoryEntry entry) {
    HistoryEntry.ImageReference reference = entry.picture();
    Image made = image.getValue();
    return reference != null && made != null && made.location().equals(reference.location());
  }
}

package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;

/** A model, and another one for when it fails. */
final class Ladder implements StreamingImageModel {
  private final ImageModel model;
  private final ImageModel other;

  Ladder(ImageModel model, ImageModel other) {
    this.model = model;
    this.other = other;
  }

  @Override
  public Flowable<ImagePart> stream(ImageRequest request) {
    return Flowable.defer(
        () -> {
          Rung rung = new Rung();
          return Isolation.flowable(() -> model.stream(request))
              .doOnNext(rung::watch)
              .onErrorResumeNext(failure -> below(rung, failure, request));
        });
  }

  private Flowable<ImagePart> below(Rung rung, Throwable failure, ImageRequest request) {
    if (rung.drawn || !(failure instanceof AnimusException cause) || isFinal(cause)) {
      return Flowable.error(failure);
    }
    Retry.Attempt failed = new Retry.Attempt(rung.failures + 1, Duration.ZERO, cause);
    return Isolation.flowable(() -> other.stream(request))
        .startWithItem(new ImagePart.AttemptFailed(failed));
  }

  private static boolean isFinal(AnimusException failure) {
    return failure instanceof AnimusException.ContentPolicy
        || failure instanceof AnimusException.Cancelled;
  }

  /** What a model has told before it failed. */
  private static final class Rung {
    private int failures;
    private boolean drawn;

    void watch(ImagePart part) {
      if (part instanceof ImagePart.AttemptFailed failed) {
        failures = failed.attempt().number();
      }
      drawn |= part instanceof Image;
    }
  }
}

package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;

/** Image model with a fallback model for requests that it fails. */
final class FallbackImageModel implements StreamingImageModel {
  private final ImageModel model;
  private final ImageModel fallback;

  FallbackImageModel(ImageModel model, ImageModel other) {
    this.model = model;
    this.fallback = other;
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return Flowable.defer(
        () -> {
          Attempts attempts = new Attempts();
          return FaultIsolation.flowable(() -> model.stream(request))
              .doOnNext(attempts::observe)
              .onErrorResumeNext(failure -> fallBack(attempts, failure, request));
        });
  }

  private Flowable<ImageUpdate> fallBack(
      Attempts attempts, Throwable failure, ImageRequest request) {
    if (attempts.emittedImage || !(failure instanceof AnimusException cause) || isFinal(cause)) {
      return Flowable.error(failure);
    }
    Retry.Attempt failed = new Retry.Attempt(attempts.failures + 1, Duration.ZERO, cause);
    return FaultIsolation.flowable(() -> fallback.stream(request))
        .startWithItem(new ImageUpdate.AttemptFailed(failed));
  }

  private static boolean isFinal(AnimusException failure) {
    return failure instanceof AnimusException.ContentPolicy
        || failure instanceof AnimusException.Cancelled;
  }

  /** Counts the failed attempts of the first model, and records whether it emitted an image. */
  private static final class Attempts {
    private int failures;
    private boolean emittedImage;

    void observe(ImageUpdate update) {
      if (update instanceof ImageUpdate.AttemptFailed failed) {
        failures = failed.attempt().number();
      }
      emittedImage |= update instanceof Image;
    }
  }
}

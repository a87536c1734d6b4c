package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Function;
import java.time.Duration;

/** Stream that continues with another one when it fails before it emits anything. */
final class FallbackStream {
  private int attempt = 1;
  private boolean emitted;

  private FallbackStream() {}

  /**
   * @param then given the last failed attempt, which is not retried
   */
  static Flowable<ChatUpdate> of(
      Flowable<ChatUpdate> parts, Function<Retry.Attempt, Flowable<ChatUpdate>> then) {
    return Flowable.defer(() -> new FallbackStream().parts(parts, then));
  }

  /** Whether another model may succeed after this failure. */
  static boolean canFallBack(AnimusException failure) {
    return !(failure instanceof AnimusException.ContentPolicy
        || failure instanceof AnimusException.InvalidRequest
        || failure instanceof AnimusException.Cancelled);
  }

  private Flowable<ChatUpdate> parts(
      Flowable<ChatUpdate> parts, Function<Retry.Attempt, Flowable<ChatUpdate>> then) {
    return parts
        .doOnNext(this::track)
        .onErrorResumeNext(
            cause ->
                cause instanceof AnimusException failure && !emitted
                    ? then.apply(new Retry.Attempt(attempt, Duration.ZERO, failure))
                    : Flowable.error(cause));
  }

  private void track(ChatUpdate update) {
    if (update instanceof ChatUpdate.AttemptFailed) {
      attempt++;
    }
    emitted = emitted || update.isDelivered();
  }
}

package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Function;
import java.time.Duration;

/** Goes on otherwise when an answer fails before anything of it was told. */
final class Fallback {
  private int attempt = 1;
  private boolean told;

  private Fallback() {}

  /**
   * @param then takes the last failed attempt, which will not be repeated
   */
  static Flowable<ChatPart> of(
      Flowable<ChatPart> parts, Function<Retry.Attempt, Flowable<ChatPart>> then) {
    return Flowable.defer(() -> new Fallback().watched(parts, then));
  }

  /** The failures after which another model may be asked: those that need not be its own. */
  static boolean mayHelp(AnimusException failure) {
    return !(failure instanceof AnimusException.ContentPolicy
        || failure instanceof AnimusException.InvalidRequest
        || failure instanceof AnimusException.Cancelled);
  }

  private Flowable<ChatPart> watched(
      Flowable<ChatPart> parts, Function<Retry.Attempt, Flowable<ChatPart>> then) {
    return parts
        .doOnNext(this::watch)
        .onErrorResumeNext(
            cause ->
                cause instanceof AnimusException failure && !told
                    ? then.apply(new Retry.Attempt(attempt, Duration.ZERO, failure))
                    : Flowable.error(cause));
  }

  private void watch(ChatPart part) {
    if (part instanceof ChatPart.AttemptFailed) {
      attempt++;
    } else {
      told = true;
    }
  }
}

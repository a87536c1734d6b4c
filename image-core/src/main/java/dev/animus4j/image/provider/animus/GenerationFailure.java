package dev.animus4j.image.provider.animus;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FailureRedaction;

/** Failures after a generation was created: they name it, and it may have been billed. */
final class GenerationFailure {
  private GenerationFailure() {}

  /** Returns the failure of a generation; refusals and cancellations stay what they are. */
  static AnimusException of(AnimusException failure, String id) {
    boolean settled =
        failure instanceof AnimusException.ContentPolicy
            || failure instanceof AnimusException.Cancelled;
    boolean timedOut = failure instanceof AnimusException.TimedOut;
    if (settled || (failure.mayHaveRun() && !timedOut)) {
      return FailureRedaction.withRequestId(failure, id);
    }
    FailureOrigin origin = failure.origin().withRequestId(id);
    String what = "the generation cannot be asked after";
    return failure.isTransient()
        ? new AnimusException.Unavailable(origin, what, true, failure)
        : new AnimusException.Protocol(origin, what, failure);
  }

  static Throwable of(Throwable failure, String id) {
    return failure instanceof AnimusException known ? of(known, id) : failure;
  }

  /** What is not understood, such as a page of a proxy, is no answer of the platform. */
  static Throwable ofPoll(Throwable failure) {
    return failure instanceof AnimusException.Protocol page
        ? new AnimusException.Unavailable(page.origin(), "the answer is not understood", true, page)
        : failure;
  }
}

package dev.animus4j.checks.simulation;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All failures a provider can have, and some that none should have. */
record RandomFailures(RandomChoices chance) {
  private static final FailureOrigin PROVIDER = FailureOrigin.of("provider");

  /** Marks an intended failure. */
  static final class IntendedFailure extends RuntimeException {
    IntendedFailure(String what) {
      super(what, null, false, false);
    }
  }

  Throwable any() {
    Duration wait = Duration.ofMillis(chance.delay(5_000));
    return switch (chance.upToInclusive(12)) {
      case 0 ->
          new AnimusException.ContentPolicy(PROVIDER, AnimusException.Stage.PROMPT, List.of());
      case 1 -> new AnimusException.NoImage(PROVIDER, "No.");
      case 2 -> new AnimusException.InvalidRequest(PROVIDER, "wrong");
      case 3 -> new AnimusException.Authentication(PROVIDER, "who?", null);
      case 4 -> new AnimusException.QuotaExhausted(PROVIDER, wait);
      case 5 -> new AnimusException.RateLimited(PROVIDER, wait);
      case 6 -> new AnimusException.TimedOut(PROVIDER, AnimusException.Limit.GAP, wait);
      case 7 -> new AnimusException.Unavailable(PROVIDER, "down", chance.oneIn(2), wait);
      case 8 -> new AnimusException.Protocol(PROVIDER, "what?", null);
      case 9 -> new AnimusException.Cancelled(PROVIDER, "gone");
      case 10 -> new IntendedFailure("boom");
      case 11 -> new AnimusException.ContextLengthExceeded(PROVIDER);
      default -> unavailable(null);
    };
  }

  private static Throwable unavailable(@Nullable Duration retryAfter) {
    return new AnimusException.Unavailable(PROVIDER, "overloaded", false, retryAfter);
  }
}

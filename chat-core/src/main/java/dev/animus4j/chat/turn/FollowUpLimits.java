package dev.animus4j.chat.turn;

import dev.animus4j.resilience.DurationChecks;
import java.time.Duration;

/**
 * Limit and delay of follow-ups: messages of the model without a user message.
 *
 * @param limit maximum number of follow-ups after one user message
 * @param delay how long each follow-up is delayed
 */
public record FollowUpLimits(int limit, Duration delay) {

  /** At most two, each after 2 seconds, as in the Animus SDK 1.21. */
  public static final FollowUpLimits TWO = new FollowUpLimits(2, Duration.ofSeconds(2));

  /** No follow-ups. */
  public static final FollowUpLimits NONE = new FollowUpLimits(0, Duration.ZERO);

  public FollowUpLimits {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must not be negative, but is " + limit);
    }
    delay = DurationChecks.requireNotNegative("delay", delay);
  }
}

package dev.animus4j.chat.turn;

import dev.animus4j.resilience.TimeLimit;
import java.time.Duration;

/**
 * How the model may go on without being asked.
 *
 * @param limit at most so many times after one message of the user
 * @param delay how long it waits before it does
 */
public record FollowUps(int limit, Duration delay) {

  /** Twice, each after 2 seconds, as in the Animus SDK 1.21. */
  public static final FollowUps TWO = new FollowUps(2, Duration.ofSeconds(2));

  /** Never. */
  public static final FollowUps NONE = new FollowUps(0, Duration.ZERO);

  public FollowUps {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must not be negative, but is " + limit);
    }
    delay = TimeLimit.notNegative("delay", delay);
  }
}

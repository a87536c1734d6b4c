package dev.animus4j.image.provider;

import dev.animus4j.resilience.Pace;
import dev.animus4j.resilience.TimeLimit;
import java.time.Duration;

/**
 * How a generation of Animus is asked after.
 *
 * @param interval from one answer to the next question; positive. Every question counts as a
 *     request, of which the smallest plan allows ten a minute
 * @param total how long a generation may take, from the order to its end, before it is given up
 *     with {@link dev.animus4j.failure.AnimusException.TimedOut}; the pictures are fetched
 *     afterwards, within the limits of the endpoint
 * @param pace clock and timers; chance spreads the repeats of questions that failed
 */
public record AnimusPolling(Duration interval, Duration total, Pace pace) {
  public AnimusPolling {
    interval = TimeLimit.positive("interval", interval);
    total = TimeLimit.positive("total", total);
  }

  /** Every 2 seconds, for at most 5 minutes. */
  public static AnimusPolling defaults() {
    return new AnimusPolling(Duration.ofSeconds(2), Duration.ofMinutes(5), Pace.real());
  }

  /** The same, but for this. */
  public AnimusPolling withInterval(Duration interval) {
    return new AnimusPolling(interval, total, pace);
  }

  /** The same, but for this. */
  public AnimusPolling withTotal(Duration total) {
    return new AnimusPolling(interval, total, pace);
  }

  /** The same, but for this. */
  public AnimusPolling withPace(Pace pace) {
    return new AnimusPolling(interval, total, pace);
  }
}

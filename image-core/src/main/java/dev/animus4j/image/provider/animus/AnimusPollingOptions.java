package dev.animus4j.image.provider.animus;

import dev.animus4j.resilience.DurationChecks;
import dev.animus4j.resilience.SchedulerAndRandom;
import java.time.Duration;

/**
 * Polling options for the generations of Animus.
 *
 * @param interval from one response to the next poll; positive. Every poll counts as a request, of
 *     which the smallest plan allows ten a minute
 * @param total how long a generation may take, from its creation to its end, before it fails with
 *     {@link dev.animus4j.failure.AnimusException.TimedOut}; the images are downloaded afterwards,
 *     within the timeouts of the endpoint
 * @param timing clock and timers, and the random source for the delays of retried polls
 */
public record AnimusPollingOptions(Duration interval, Duration total, SchedulerAndRandom timing) {
  public AnimusPollingOptions {
    interval = DurationChecks.requirePositive("interval", interval);
    total = DurationChecks.requirePositive("total", total);
  }

  /** Every 2 seconds, for at most 5 minutes. */
  public static AnimusPollingOptions defaults() {
    return new AnimusPollingOptions(
        Duration.ofSeconds(2), Duration.ofMinutes(5), SchedulerAndRandom.realTime());
  }

  /** Returns these options with another interval. */
  public AnimusPollingOptions withInterval(Duration interval) {
    return new AnimusPollingOptions(interval, total, timing);
  }

  /** Returns these options with another total. */
  public AnimusPollingOptions withTotal(Duration total) {
    return new AnimusPollingOptions(interval, total, timing);
  }

  /** Returns these options with another pace. */
  public AnimusPollingOptions withTiming(SchedulerAndRandom retryTiming) {
    return new AnimusPollingOptions(interval, total, retryTiming);
  }
}

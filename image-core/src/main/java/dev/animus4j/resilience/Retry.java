package dev.animus4j.resilience;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Predicate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a call that failed for a reason that may pass. It waits as long as the provider asked,
 * else as {@link Backoff} says. A wait that would not end in time is not begun: the failure is
 * passed on at once, as it is, with the time to come back. Content-policy refusals, exhausted
 * quotas, invalid requests and cancelled calls are never repeated.
 *
 * @param retries how often a call is repeated; 0 never
 * @param backoff how long to wait in between
 * @param within how long after the subscription an attempt may still begin
 * @param repeatsPaidWork whether a call is repeated although the provider may have done the work,
 *     and billed it
 * @param pace clock, timers and chance
 */
public record Retry(
    int retries, Backoff backoff, Duration within, boolean repeatsPaidWork, Pace pace) {

  /** Fails for negative values. */
  public Retry {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative, but is " + retries);
    }
    if (within.isNegative()) {
      throw new IllegalArgumentException("within must not be negative, but is " + within);
    }
  }

  /** For chat: two repeats within a minute, paid work too. */
  public static Retry text() {
    Backoff backoff = new Backoff.Jittered(Duration.ofMillis(500), Duration.ofSeconds(8));
    return new Retry(2, backoff, Duration.ofMinutes(1), true, Pace.real());
  }

  /** For pictures: two repeats within two minutes, but never of what may have been billed. */
  public static Retry images() {
    Backoff backoff = new Backoff.Jittered(Duration.ofSeconds(1), Duration.ofSeconds(20));
    return new Retry(2, backoff, Duration.ofMinutes(2), false, Pace.real());
  }

  /**
   * One repeat after each of these delays, such as 1, 2 and 4 seconds; else as {@link #images}. A
   * provider that asks for a longer wait gets it.
   */
  public static Retry exactly(Duration... delays) {
    return images().withRetries(delays.length).withBackoff(new Backoff.Exact(List.of(delays)));
  }

  /** Never repeats. */
  public static Retry never() {
    return text().withRetries(0);
  }

  /** The same, repeating this often. */
  public Retry withRetries(int retries) {
    return new Retry(retries, backoff, within, repeatsPaidWork, pace);
  }

  /** The same, waiting like this. */
  public Retry withBackoff(Backoff backoff) {
    return new Retry(retries, backoff, within, repeatsPaidWork, pace);
  }

  /** The same, beginning no attempt later than this after the subscription. */
  public Retry within(Duration within) {
    return new Retry(retries, backoff, within, repeatsPaidWork, pace);
  }

  /** The same, repeating or not what may have been done and billed. */
  public Retry withRepeatsPaidWork(boolean repeatsPaidWork) {
    return new Retry(retries, backoff, within, repeatsPaidWork, pace);
  }

  /** The same, by another clock and chance. */
  public Retry withPace(Pace pace) {
    return new Retry(retries, backoff, within, repeatsPaidWork, pace);
  }

  /** A failed attempt that will be repeated: which it was, from 1, and how long the wait is. */
  public record Attempt(int number, Duration delay, AnimusException failure) {}

  /**
   * Repeats {@code source} until it completes, or until it has delivered something that must not be
   * delivered twice; then its failure is passed on. Whatever the functions throw, or clock, timers
   * and chance, is a failure of this call, and is not repeated.
   *
   * @param source is subscribed to for every attempt
   * @param delivered tells the items after which nothing is repeated
   * @param announce makes an item of an attempt that will be repeated, emitted before the wait;
   *     null to say nothing
   */
  public <T> Flowable<T> apply(
      Flowable<T> source, Predicate<T> delivered, @Nullable Function<Attempt, T> announce) {
    return Isolation.flowable(() -> new Repetition<>(this, source, delivered, announce).attempts());
  }

  /** Repeats {@code source} until it succeeds. */
  public <T> Single<T> apply(Single<T> source) {
    return apply(source.toFlowable(), item -> true, null).singleOrError();
  }

  boolean repeats(AnimusException failure, int attempt) {
    return attempt <= retries
        && failure.isTransient()
        && (repeatsPaidWork || !failure.mayHaveRun());
  }

  /** The wait after this attempt, from 1. */
  Duration delay(AnimusException failure, int attempt) {
    double chance = Math.max(0, Math.min(1, pace.random().getAsDouble()));
    return backoff.after(attempt, failure.retryAfter(), chance);
  }
}

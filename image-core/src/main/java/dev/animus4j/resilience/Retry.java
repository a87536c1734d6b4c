package dev.animus4j.resilience;

import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Predicate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a call that failed for a reason that may pass. It waits as long as the provider asked,
 * and a little more; else a random time up to a bound that doubles with every attempt ("full
 * jitter"). A wait that would not end in time is not begun: the failure is passed on at once, as it
 * is.
 *
 * @param retries how often a call is repeated; 0 never
 * @param base the bound of the first wait
 * @param most the bound that no wait exceeds, unless the provider asked for more
 * @param within how long after the subscription an attempt may still begin
 * @param repeatsPaidWork whether a call is repeated although the provider may have done the work,
 *     and billed it
 * @param pace clock, timers and chance
 */
public record Retry(
    int retries,
    Duration base,
    Duration most,
    Duration within,
    boolean repeatsPaidWork,
    Pace pace) {

  public Retry {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative, but is " + retries);
    }
    notNegative("base", base);
    notNegative("most", most);
    notNegative("within", within);
  }

  /** A policy that waits in real time. */
  public Retry(
      int retries, Duration base, Duration most, Duration within, boolean repeatsPaidWork) {
    this(retries, base, most, within, repeatsPaidWork, Pace.real());
  }

  /** For chat: two repeats within a minute, paid work too. */
  public static Retry text() {
    return new Retry(2, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofMinutes(1), true);
  }

  /** For pictures: two repeats within two minutes, but never of what may have been billed. */
  public static Retry images() {
    return new Retry(
        2, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(2), false);
  }

  /** Never repeats. */
  public static Retry never() {
    return text().withRetries(0);
  }

  /** The same policy, but for this. */
  public Retry withRetries(int retries) {
    return new Retry(retries, base, most, within, repeatsPaidWork, pace);
  }

  /** The same policy, but for this. */
  public Retry withBase(Duration base) {
    return new Retry(retries, base, most, within, repeatsPaidWork, pace);
  }

  /** The same policy, but for this. */
  public Retry withMost(Duration most) {
    return new Retry(retries, base, most, within, repeatsPaidWork, pace);
  }

  /** The same policy, but for this. */
  public Retry within(Duration within) {
    return new Retry(retries, base, most, within, repeatsPaidWork, pace);
  }

  /** The same policy, but for this. */
  public Retry withRepeatsPaidWork(boolean repeatsPaidWork) {
    return new Retry(retries, base, most, within, repeatsPaidWork, pace);
  }

  /** The same policy, but for this. */
  public Retry withPace(Pace pace) {
    return new Retry(retries, base, most, within, repeatsPaidWork, pace);
  }

  /** A failed attempt that will be repeated: which it was, from 1, and how long the wait is. */
  public record Attempt(int number, Duration delay, AnimusException failure) {}

  /**
   * Repeats {@code source} until it completes, or until it has delivered something that must not be
   * delivered twice; then its failure is passed on.
   *
   * @param source is subscribed to for every attempt
   * @param delivered tells the items after which nothing is repeated
   * @param announce makes an item of an attempt that will be repeated, emitted before the wait;
   *     null to say nothing
   */
  public <T> Flowable<T> apply(
      Flowable<T> source, Predicate<T> delivered, @Nullable Function<Attempt, T> announce) {
    return Flowable.defer(() -> new Repetition<>(this, source, delivered, announce).attempt(1));
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
    double chance = pace.random().getAsDouble();
    return failure
        .retryAfter()
        .map(asked -> asked.plus(part(base, chance)))
        .orElseGet(() -> part(bound(attempt), chance));
  }

  /** min(most, base · 2^(attempt-1)), without overflow. */
  private Duration bound(int attempt) {
    int doublings = Math.min(attempt - 1, 30);
    Duration last = most.dividedBy(1L << doublings);
    return base.compareTo(last) > 0 ? most : base.multipliedBy(1L << doublings);
  }

  private static Duration part(Duration whole, double chance) {
    return Duration.ofNanos((long) (whole.toNanos() * chance));
  }

  private static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
  }
}

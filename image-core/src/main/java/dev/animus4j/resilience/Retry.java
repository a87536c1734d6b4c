package dev.animus4j.resilience;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Predicate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Retry policy for transient failures. It waits as long as the provider asked, else by its {@link
 * Backoff}. A delay that would exceed the timeout is not started: the failure is emitted at once,
 * unchanged, with the time to retry after. Content-policy refusals, exhausted quotas, invalid
 * requests and cancelled calls are never retried.
 *
 * <p>A call that the caller's own {@link ResiliencePolicy} rejected is not retried either, so that
 * a fallback is called at once, instead of after the wait for a circuit breaker.
 *
 * @param retries the number of retries; 0 for none
 * @param backoff the delays in between
 * @param timeout how long after the subscription an attempt may still start
 * @param repeatsPaidWork whether a call is retried although the provider may have executed, and
 *     billed it
 * @param repeatsLocalRejections whether a call is retried that a {@link ResiliencePolicy} rejected
 * @param timing clock, timers and random numbers
 */
public record Retry(
    int retries,
    Backoff backoff,
    Duration timeout,
    boolean repeatsPaidWork,
    boolean repeatsLocalRejections,
    SchedulerAndRandom timing) {

  /** Fails for negative values. */
  public Retry {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative, but is " + retries);
    }
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative, but is " + timeout);
    }
  }

  /** For chat: two retries within a minute, also of calls that may have been billed. */
  public static Retry chat() {
    Backoff backoff = new Backoff.Jittered(Duration.ofMillis(500), Duration.ofSeconds(8));
    return new Retry(2, backoff, Duration.ofMinutes(1), true, false, SchedulerAndRandom.realTime());
  }

  /** For images: two retries within two minutes, but never of a call that may have been billed. */
  public static Retry images() {
    Backoff backoff = new Backoff.Jittered(Duration.ofSeconds(1), Duration.ofSeconds(20));
    return new Retry(
        2, backoff, Duration.ofMinutes(2), false, false, SchedulerAndRandom.realTime());
  }

  /**
   * At most this many retries, besides the first attempt; otherwise as {@link #images}, so never of
   * a call that may have been billed. For chat, {@code Retry.chat().withRetries(3)} retries more.
   */
  public static Retry of(int retries) {
    return images().withRetries(retries);
  }

  /**
   * One retry after each of these delays, such as 1, 2 and 4 seconds; otherwise as {@link #images}.
   * A longer wait that the provider asks for takes precedence.
   */
  public static Retry ofDelays(Duration... delays) {
    return of(delays.length).withBackoff(new Backoff.Exact(List.of(delays)));
  }

  /** No retries. */
  public static Retry none() {
    return of(0);
  }

  /** Returns the same policy with this number of retries. */
  public Retry withRetries(int retries) {
    return new Retry(retries, backoff, timeout, repeatsPaidWork, repeatsLocalRejections, timing);
  }

  /** Returns the same policy with this backoff. */
  public Retry withBackoff(Backoff backoff) {
    return new Retry(retries, backoff, timeout, repeatsPaidWork, repeatsLocalRejections, timing);
  }

  /** Returns the same policy, starting no attempt later than this after the subscription. */
  public Retry withTimeout(Duration timeout) {
    return new Retry(retries, backoff, timeout, repeatsPaidWork, repeatsLocalRejections, timing);
  }

  /** Returns the same policy, which retries calls that may have been billed, or does not. */
  public Retry withRepeatsPaidWork(boolean repeatsPaidWork) {
    return new Retry(retries, backoff, timeout, repeatsPaidWork, repeatsLocalRejections, timing);
  }

  /**
   * Returns the same policy, retrying or not calls that the caller's own {@link ResiliencePolicy}
   * rejected. If it does, a retry waits until the policy permits calls, or by its backoff when that
   * time is not known, though a fallback could respond at once: for work without a fallback.
   */
  public Retry withRepeatsLocalRejections(boolean repeatsLocalRejections) {
    return new Retry(retries, backoff, timeout, repeatsPaidWork, repeatsLocalRejections, timing);
  }

  /** Returns the same policy with another clock and random source. */
  public Retry withTiming(SchedulerAndRandom timing) {
    return new Retry(retries, backoff, timeout, repeatsPaidWork, repeatsLocalRejections, timing);
  }

  /** Failed attempt that will be retried: its number, from 1, and the delay before the next one. */
  public record Attempt(int number, Duration delay, AnimusException failure) {}

  /**
   * Retries {@code source} until it completes, or until it has emitted an item that must not be
   * emitted twice; then its failure is emitted. An exception from the functions, clock, timers or
   * random source fails this call, and is not retried.
   *
   * @param source subscribed to for every attempt
   * @param delivered tests for the items after which nothing is retried
   * @param announce makes the item that is emitted, before the delay, for an attempt that failed
   *     and will be retried; null emits no such item
   */
  public <T> Flowable<T> apply(
      Flowable<T> source, Predicate<T> delivered, @Nullable Function<Attempt, T> announce) {
    return FaultIsolation.flowable(
        () -> new RetryLoop<>(this, source, delivered, announce).attempts());
  }

  /** Retries {@code source} until it succeeds. */
  public <T> Single<T> apply(Single<T> source) {
    return apply(source.toFlowable(), item -> true, null).singleOrError();
  }

  boolean canRepeat(AnimusException failure, int attempt) {
    return attempt <= retries
        && failure.isTransient()
        && (repeatsLocalRejections || !(failure instanceof AnimusException.LocallyRejected))
        && (repeatsPaidWork || !failure.mayHaveRun());
  }

  /** Returns the delay after this attempt, from 1. */
  Duration delay(AnimusException failure, int attempt) {
    double chance = Math.max(0, Math.min(1, timing.random().getAsDouble()));
    return backoff.delay(attempt, failure.retryAfter(), chance);
  }
}

package dev.animus4j.resilience;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Predicate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resilience policy for calls to one provider's model: a circuit breaker, a rate limit and a limit
 * of concurrent calls, shared by all calls through the same object. So create one for each
 * provider, key and model. No call ever waits here: one that is not permitted fails at once, with
 * nothing sent, so that a fallback can be called.
 *
 * <ul>
 *   <li>{@link AnimusException.LocallyRejected}: over the rate limit, or during a wait that the
 *       provider asked for; while the circuit is open after too many failures; while a single trial
 *       call decides whether it closes; with all places taken. It has the time to retry after
 *       unless it depends on other calls, as for the last two.
 *   <li>{@link AnimusException.QuotaExhausted}: after a call failed with it, until the time that
 *       the provider named, or for the open time of the {@link ResilienceLimits}.
 * </ul>
 *
 * <p>Failures are {@link AnimusException.Unavailable} and {@link AnimusException.TimedOut}.
 * Content-policy refusals, invalid requests and keys, and cancelled calls do not count. A call
 * holds its place until its stream ends or is cancelled.
 *
 * <p>Inside a {@link Retry} the policy counts attempts, and no place is held during the delay.
 * Outside of it the policy counts whole calls. A retry does not wait for a policy, unless it is
 * {@link Retry#withRepeatsLocalRejections told to}: then a rate limit becomes a delay within its
 * timeout, for work that nobody waits for and no other model can do.
 */
public final class ResiliencePolicy {
  private final FailureOrigin origin;
  private final ResilienceLimits limits;
  private final ProviderCircuitBreaker providerCircuitBreaker;
  private final SlidingWindowRateLimiter slidingWindowRateLimiter;
  private final CoolDown rateLimitCoolDown;
  private final CoolDown quotaCoolDown;
  private final AtomicInteger taken = new AtomicInteger();
  private volatile int nodes = 1;

  /** Creates a policy with another clock, monotonic and in nanoseconds. */
  ResiliencePolicy(String name, ResilienceLimits limits, LongSupplier nanos) {
    this.origin = FailureOrigin.of(name);
    this.limits = limits;
    this.providerCircuitBreaker = new ProviderCircuitBreaker(name, limits, nanos);
    this.slidingWindowRateLimiter = new SlidingWindowRateLimiter(limits, nanos);
    this.rateLimitCoolDown = new CoolDown(nanos);
    this.quotaCoolDown = new CoolDown(nanos);
  }

  /** Creates a policy; {@code name} is the origin of its failures. */
  public static ResiliencePolicy of(String name, ResilienceLimits limits) {
    return new ResiliencePolicy(name, limits, System::nanoTime);
  }

  /** The same by the clock of this scheduler, such as RxJava's {@code TestScheduler}. */
  public static ResiliencePolicy of(String name, ResilienceLimits limits, Scheduler clock) {
    return new ResiliencePolicy(name, limits, () -> clock.now(TimeUnit.NANOSECONDS));
  }

  /**
   * Applies the policy to {@code source}. An exception from the source, from {@code delivered} or
   * from the subscriber ends this call only; the call releases its place and does not count as a
   * failure.
   *
   * @param delivered tests for the item that makes a call a success, whatever follows it
   */
  public <T> Flowable<T> apply(Flowable<T> source, Predicate<T> delivered) {
    return FaultIsolation.flowable(
        () ->
            Flowable.using(
                this::acquirePermit,
                callPermit -> callPermit.observe(source, delivered),
                CallPermit::release));
  }

  /** Applies the policy to {@code source}. */
  public <T> Single<T> apply(Single<T> source) {
    return apply(source.toFlowable(), item -> true).singleOrError();
  }

  /**
   * Permits no call for this long. A pause that lasts longer is not shortened. With {@code
   * endpoint.withWhenUsedUp(policy::pause)}, calls pause when the provider reports that a rate
   * limit is used up.
   */
  public void pause(Duration time) {
    rateLimitCoolDown.extend(time);
  }

  /**
   * Takes an equal share of concurrency and rate from now on, as one of so many nodes that call the
   * provider with the same key; one by default. A node may have one call at a time at least. With
   * more nodes than calls, each has one in a longer span: on average the rate holds, though their
   * calls may coincide. Calls under way are not ended, so that the whole may be exceeded until all
   * nodes know of a new one.
   *
   * @throws IllegalArgumentException for fewer than one
   */
  public void setNodes(int nodes) {
    if (nodes < 1) {
      throw new IllegalArgumentException("nodes must be positive, but is " + nodes);
    }
    this.nodes = nodes;
  }

  /**
   * Resets failures and pauses. Call this when the provider is known to have recovered, or when
   * credit was added.
   */
  public void reset() {
    providerCircuitBreaker.reset();
    rateLimitCoolDown.end();
    quotaCoolDown.end();
  }

  private CallPermit acquirePermit() {
    if (quotaCoolDown.isActive()) {
      throw new AnimusException.QuotaExhausted(origin, quotaCoolDown.remaining());
    }
    if (rateLimitCoolDown.isActive()) {
      throw rateLimited(rateLimitCoolDown.remaining());
    }
    long epoch = providerCircuitBreaker.tryAcquire();
    if (epoch == ProviderCircuitBreaker.REFUSED) {
      throw circuitOpen(providerCircuitBreaker.remainingCoolDown());
    }
    return acquirePlace(new CallPermit(this, epoch));
  }

  /** The rate limit is checked last, because its permits cannot be returned. */
  private CallPermit acquirePlace(CallPermit callPermit) {
    int places = Math.max(1, limits.maxConcurrency() / nodes);
    if (taken.getAndUpdate(n -> n < places ? n + 1 : n) >= places) {
      callPermit.ignoreResult();
      throw rejected("not asked, because as many calls as allowed are under way", null);
    }
    try {
      Duration wait = slidingWindowRateLimiter.tryAcquire(nodes);
      if (!wait.isZero()) {
        throw rateLimited(wait);
      }
      return callPermit;
    } catch (Throwable refused) {
      callPermit.release();
      throw refused;
    }
  }

  private AnimusException circuitOpen(Duration left) {
    return left.isNegative() || left.isZero()
        ? rejected("not asked, because another call finds out whether it is well again", null)
        : rejected("not asked, because too many of the last calls failed", left);
  }

  private AnimusException rateLimited(Duration wait) {
    return rejected("not asked, because its rate limit is used up", wait);
  }

  private AnimusException rejected(String what, @Nullable Duration retryAfter) {
    return new AnimusException.LocallyRejected(origin, what, retryAfter);
  }

  void onSuccess(long epoch) {
    providerCircuitBreaker.onSuccess(epoch);
  }

  void onFailure(long epoch, Throwable failure) {
    if (failure instanceof AnimusException.Unavailable
        || failure instanceof AnimusException.TimedOut) {
      providerCircuitBreaker.onFailure(epoch, failure);
    } else {
      providerCircuitBreaker.releasePermission(epoch);
    }
    if (failure instanceof AnimusException.RateLimited limited) {
      limited.retryAfter().ifPresent(rateLimitCoolDown::extend);
    } else if (failure instanceof AnimusException.QuotaExhausted exhausted) {
      quotaCoolDown.extend(exhausted.retryAfter().orElse(limits.openDuration()));
    }
  }

  void releasePermission(long epoch) {
    providerCircuitBreaker.releasePermission(epoch);
  }

  void releasePlace() {
    taken.decrementAndGet();
  }
}

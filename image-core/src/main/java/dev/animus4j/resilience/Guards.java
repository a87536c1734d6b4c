package dev.animus4j.resilience;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Predicate;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between callers and one provider's model: a circuit breaker, a rate limit and a limit of
 * calls at once, shared by all calls that go through the same object. So make one for each
 * provider, key and model. A call that may not begin fails at once; nobody ever waits here.
 *
 * <ul>
 *   <li>Over the rate, or while the provider asked to be left alone: {@link
 *       AnimusException.RateLimited}, with the time to come back.
 *   <li>Too many failures lately: {@link AnimusException.Unavailable}, with the time to come back.
 *       After that time one call is let through, and its end decides for the others.
 *   <li>All places taken: {@link AnimusException.Unavailable}; when one gets free is not known.
 *   <li>Quota used up: {@link AnimusException.QuotaExhausted} until the time that the provider
 *       named, or for the pause of the {@link Limits}.
 * </ul>
 *
 * <p>Failures are {@link AnimusException.Unavailable} and {@link AnimusException.TimedOut}. Refused
 * content, wrong requests and keys, and calls that were cancelled say nothing of a provider's
 * health. A call holds its place until its stream ends or is cancelled.
 *
 * <p>Inside a {@link Retry} they count attempts, and a place is free during the wait; a rate limit
 * then becomes a wait within the deadline. Outside of it they count whole calls.
 */
public final class Guards {
  private final Origin origin;
  private final Limits limits;
  private final Breaker breaker;
  private final Allowance allowance;
  private final Pause asked;
  private final Pause quota;
  private final Semaphore places;

  /** By another clock, in nanoseconds, that does not go back. */
  Guards(String name, Limits limits, LongSupplier nanos) {
    this.origin = Origin.of(name);
    this.limits = limits;
    this.breaker = new Breaker(name, limits, nanos);
    this.allowance = new Allowance(limits, nanos);
    this.asked = new Pause(nanos);
    this.quota = new Pause(nanos);
    this.places = new Semaphore(limits.atOnce());
  }

  /** New ones; {@code name} is whom failures name as their origin. */
  public static Guards of(String name, Limits limits) {
    return new Guards(name, limits, System::nanoTime);
  }

  /**
   * Guards {@code source}. Whoever throws, the source, {@code delivered} or the subscriber, ends
   * this call, which gives back its place and decides nothing for others.
   *
   * @param delivered tells the item with which a call has succeeded, whatever follows it
   */
  public <T> Flowable<T> apply(Flowable<T> source, Predicate<T> delivered) {
    return Isolation.flowable(
        () ->
            Flowable.using(
                this::admit, admission -> admission.watch(source, delivered), Admission::end));
  }

  /** Guards {@code source}. */
  public <T> Single<T> apply(Single<T> source) {
    return apply(source.toFlowable(), item -> true).singleOrError();
  }

  /**
   * Lets nothing through for this long, or longer if it was already to be longer. A provider's own
   * account of its rate limits comes in here: {@code endpoint.withWhenUsedUp(guards::pause)}.
   */
  public void pause(Duration time) {
    asked.extend(time);
  }

  /**
   * Forgets failures and pauses: for when the provider is known to be well, or credit was added.
   */
  public void reset() {
    breaker.reset();
    asked.end();
    quota.end();
  }

  private Admission admit() {
    if (quota.isOn()) {
      throw new AnimusException.QuotaExhausted(origin, quota.left());
    }
    if (asked.isOn()) {
      throw new AnimusException.RateLimited(origin, asked.left());
    }
    long epoch = breaker.begin();
    if (epoch == Breaker.REFUSED) {
      throw closed(breaker.pause());
    }
    return placed(new Admission(this, epoch));
  }

  /** The rate comes last: what was taken of it cannot be given back. */
  private Admission placed(Admission admission) {
    if (!places.tryAcquire()) {
      admission.dismiss();
      throw unavailable("not asked, because as many calls as allowed are under way", null);
    }
    try {
      Duration wait = allowance.take();
      if (!wait.isZero()) {
        throw new AnimusException.RateLimited(origin, wait);
      }
      return admission;
    } catch (Throwable refused) {
      admission.end();
      throw refused;
    }
  }

  private AnimusException closed(Duration left) {
    return left.isNegative() || left.isZero()
        ? unavailable("not asked, because another call finds out whether it is well again", null)
        : unavailable("not asked, because too many of the last calls failed", left);
  }

  private AnimusException unavailable(String what, @Nullable Duration retryAfter) {
    return new AnimusException.Unavailable(origin, what, false, retryAfter);
  }

  void succeeded(long epoch) {
    breaker.succeeded(epoch);
  }

  void failed(long epoch, Throwable failure) {
    if (failure instanceof AnimusException.Unavailable
        || failure instanceof AnimusException.TimedOut) {
      breaker.failed(epoch, failure);
    } else {
      breaker.left(epoch);
    }
    if (failure instanceof AnimusException.RateLimited limited) {
      limited.retryAfter().ifPresent(asked::extend);
    } else if (failure instanceof AnimusException.QuotaExhausted exhausted) {
      quota.extend(exhausted.retryAfter().orElse(limits.pause()));
    }
  }

  void left(long epoch) {
    breaker.left(epoch);
  }

  void vacate() {
    places.release();
  }
}

package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Limits the bytes in flight. Waiting requests are admitted round-robin by client, and by session
 * within a client. A request larger than a share is admitted when its owner has nothing else in
 * flight.
 */
final class FairByteLimiter {
  private static final Quota WAITING = new Quota(512, 128, 64);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
  private static final Duration WAIT_TIMEOUT = Duration.ofMinutes(2);

  private final Quota quota;
  private final Scheduler clock;
  private final Map<Object, Long> used = new HashMap<>();
  private final FairQueue<Waiter> waiting = new FairQueue<>();
  private final AtomicInteger calls = new AtomicInteger();

  FairByteLimiter(Quota quota, Scheduler clock) {
    this.quota = quota;
    this.clock = clock;
  }

  /** A request that waits for its permit. */
  private record Waiter(ClientSession owner, long weight, SingleSubject<Permit> answer) {}

  /** Permit for bytes in flight until it is released; further releases have no effect. */
  final class Permit {
    private final Waiter admitted;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Permit(Waiter admitted) {
      this.admitted = admitted;
    }

    void release() {
      if (open.compareAndSet(true, false)) {
        addUsed(admitted, -admitted.weight);
        grantPermits();
      }
    }
  }

  /**
   * Grants a permit at once, or later, on any thread, also to a caller that has unsubscribed. Fails
   * with a {@link Problem} when too many wait already, or after waiting for too long.
   */
  Single<Permit> acquire(ClientSession clientSession, long weight) {
    Waiter waiter = new Waiter(clientSession, weight, SingleSubject.create());
    synchronized (waiting) {
      if (isQueueFull(clientSession) && !canOvertake(waiter)) {
        return Single.error(Problem.serviceUnavailable(RETRY_AFTER));
      }
      waiting.add(clientSession, waiter);
    }
    grantPermits();
    if (!waiter.answer.hasValue()) {
      Disposable limit =
          clock.scheduleDirect(
              () -> timeOut(waiter), WAIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      var unused = waiter.answer.subscribe(permit -> limit.dispose(), late -> {});
    }
    return waiter.answer;
  }

  /**
   * Runs work as soon as it is admitted; its permit is released if the subscriber cancels before.
   */
  Completable runWithPermit(
      ClientSession clientSession, long weight, Function<Permit, Completable> work) {
    return Completable.using(
        () -> acquire(clientSession, weight),
        permits -> permits.flatMapCompletable(work::apply),
        FairByteLimiter::releaseWhenGranted);
  }

  private static void releaseWhenGranted(Single<Permit> permits) {
    var unused = permits.subscribe(Permit::release, refused -> {});
  }

  /** Whether a permit would be granted at once. */
  boolean hasRoom(ClientSession clientSession, long weight) {
    Waiter waiter = new Waiter(clientSession, weight, SingleSubject.create());
    synchronized (waiting) {
      return waiting.count() == 0 && fitsNow(waiter);
    }
  }

  private boolean fitsNow(Waiter waiter) {
    return fitsQuota(waiter) && fits("all", waiter.weight, quota.all());
  }

  /**
   * Whether a permit could be granted at once, since all waiting sessions have used up their
   * shares.
   */
  private boolean canOvertake(Waiter waiter) {
    return fitsNow(waiter) && waiting.firstMatching(this::fitsQuota) == null;
  }

  private boolean isQueueFull(ClientSession clientSession) {
    return waiting.count() >= WAITING.all()
        || waiting.count(clientSession.client()) >= WAITING.client()
        || waiting.count(clientSession) >= WAITING.session();
  }

  private void timeOut(Waiter waiter) {
    boolean stillWaited;
    synchronized (waiting) {
      stillWaited = waiting.remove(waiter.owner, waiter);
    }
    if (stillWaited) {
      waiter.answer.onError(Problem.serviceUnavailable(RETRY_AFTER));
      grantPermits();
    }
  }

  /** Grants permits; the thread already doing so serves concurrent callers too. */
  private void grantPermits() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int handled = 1;
    while (handled > 0) {
      for (Waiter next = pollAdmissible(); next != null; next = pollAdmissible()) {
        next.answer.onSuccess(new Permit(next));
      }
      handled = calls.addAndGet(-handled);
    }
  }

  /** A waiter too large for the total waits at the head, so that smaller ones cannot starve it. */
  private @Nullable Waiter pollAdmissible() {
    synchronized (waiting) {
      Waiter next = waiting.firstMatching(this::fitsQuota);
      if (next == null || !fits("all", next.weight, quota.all())) {
        return null;
      }
      waiting.removeAndRotate(next.owner, next);
      addUsed(next, next.weight);
      return next;
    }
  }

  private boolean fitsQuota(Waiter waiter) {
    return fits(List.of(waiter.owner.client()), waiter.weight, quota.client())
        && fits(waiter.owner, waiter.weight, quota.session());
  }

  private boolean fits(Object name, long weight, long limit) {
    long current = used.getOrDefault(name, 0L);
    return current == 0 || current + weight <= limit;
  }

  private void addUsed(Waiter waiter, long weight) {
    synchronized (waiting) {
      for (Object name : List.of("all", List.of(waiter.owner.client()), waiter.owner)) {
        used.merge(name, weight, Long::sum);
        used.remove(name, 0L);
      }
    }
  }

  /** The bytes in flight. */
  long used() {
    synchronized (waiting) {
      return used.getOrDefault("all", 0L);
    }
  }
}

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
 * Admits what takes memory, as long as there is room, weighed in bytes. What finds none waits; the
 * clients that wait take turns, and the sessions of each. What is heavier than a share is admitted
 * when its owner has nothing else in flight.
 */
final class BytesInFlight {
  private static final Share WAITING = new Share(512, 128, 64);
  private static final Duration LATER = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Share share;
  private final Scheduler clock;
  private final Map<Object, Long> used = new HashMap<>();
  private final Turns<Waiting> waiting = new Turns<>();
  private final AtomicInteger calls = new AtomicInteger();

  BytesInFlight(Share share, Scheduler clock) {
    this.share = share;
    this.clock = clock;
  }

  /** Somebody who waits to be admitted. */
  private record Waiting(Owner owner, long weight, SingleSubject<Permit> answer) {}

  /** What was admitted, until it is given back, which counts once. */
  final class Permit {
    private final Waiting admitted;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Permit(Waiting admitted) {
      this.admitted = admitted;
    }

    void giveBack() {
      if (open.compareAndSet(true, false)) {
        count(admitted, -admitted.weight);
        admit();
      }
    }
  }

  /**
   * Admits at once, or later, on any thread, also who is not interested any more. Fails with a
   * {@link Problem} when too many wait already, or when there was no room for too long.
   */
  Single<Permit> enter(Owner owner, long weight) {
    Waiting one = new Waiting(owner, weight, SingleSubject.create());
    synchronized (waiting) {
      if (isCrowded(owner) && !passesAll(one)) {
        return Single.error(Problem.busy(LATER));
      }
      waiting.add(owner, one);
    }
    admit();
    if (!one.answer.hasValue()) {
      Disposable limit =
          clock.scheduleDirect(() -> giveUp(one), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      var unused = one.answer.subscribe(permit -> limit.dispose(), late -> {});
    }
    return one.answer;
  }

  /** Does something as soon as it is admitted; who leaves before that takes up no room. */
  Completable during(Owner owner, long weight, Function<Permit, Completable> work) {
    return Completable.using(
        () -> enter(owner, weight),
        entry -> entry.flatMapCompletable(work::apply),
        BytesInFlight::left);
  }

  private static void left(Single<Permit> entry) {
    var unused = entry.subscribe(Permit::giveBack, refused -> {});
  }

  /** Whether it would be admitted at once. */
  boolean hasRoom(Owner owner, long weight) {
    Waiting one = new Waiting(owner, weight, SingleSubject.create());
    synchronized (waiting) {
      return waiting.count() == 0 && isAdmitted(one);
    }
  }

  private boolean isAdmitted(Waiting one) {
    return isWithinShare(one) && fits("all", one.weight, share.all());
  }

  /** Whether it could be admitted at once, since all who wait have their shares already. */
  private boolean passesAll(Waiting one) {
    return isAdmitted(one) && waiting.first(this::isWithinShare) == null;
  }

  private boolean isCrowded(Owner owner) {
    return waiting.count() >= WAITING.all()
        || waiting.count(owner.client()) >= WAITING.client()
        || waiting.count(owner) >= WAITING.session();
  }

  private void giveUp(Waiting one) {
    boolean stillWaited;
    synchronized (waiting) {
      stillWaited = waiting.remove(one.owner, one);
    }
    if (stillWaited) {
      one.answer.onError(Problem.busy(LATER));
      admit();
    }
  }

  /** Who is at it admits for all who call meanwhile. */
  private void admit() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int answered = 1;
    while (answered > 0) {
      for (Waiting next = next(); next != null; next = next()) {
        next.answer.onSuccess(new Permit(next));
      }
      answered = calls.addAndGet(-answered);
    }
  }

  /** Who is too heavy for all waits at the head, so that the light do not pass for ever. */
  private @Nullable Waiting next() {
    synchronized (waiting) {
      Waiting next = waiting.first(this::isWithinShare);
      if (next == null || !fits("all", next.weight, share.all())) {
        return null;
      }
      waiting.take(next.owner, next);
      count(next, next.weight);
      return next;
    }
  }

  private boolean isWithinShare(Waiting one) {
    return fits(List.of(one.owner.client()), one.weight, share.client())
        && fits(one.owner, one.weight, share.session());
  }

  private boolean fits(Object name, long weight, long most) {
    long now = used.getOrDefault(name, 0L);
    return now == 0 || now + weight <= most;
  }

  private void count(Waiting one, long weight) {
    synchronized (waiting) {
      for (Object name : List.of("all", List.of(one.owner.client()), one.owner)) {
        used.merge(name, weight, Long::sum);
        used.remove(name, 0L);
      }
    }
  }

  /** How much is in flight. */
  long used() {
    synchronized (waiting) {
      return used.getOrDefault("all", 0L);
    }
  }
}

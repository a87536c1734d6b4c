package dev.animus4j.image.provider;

import static dev.animus4j.rules.Eventually.eventually;

import dev.animus4j.resilience.SchedulerAndRandom;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Time that passes when a test says so, and that knows how many wait for it. */
public final class VirtualClock extends Scheduler {
  private final TestScheduler time = new TestScheduler();
  private final AtomicInteger waiting = new AtomicInteger();

  public SchedulerAndRandom pace() {
    return new SchedulerAndRandom(() -> this, () -> 0.5);
  }

  /** Lets time pass as soon as exactly so many wait for it. */
  public void passes(Duration duration, int waiters) {
    awaitWaiting(waiters);
    time.advanceTimeBy(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  public void awaitWaiting(int waiters) {
    eventually(() -> waiting.get() == waiters);
  }

  int waiting() {
    return waiting.get();
  }

  public Duration elapsed() {
    return Duration.ofNanos(time.now(TimeUnit.NANOSECONDS));
  }

  @Override
  public Worker createWorker() {
    return new CountedWorker(time.createWorker());
  }

  @Override
  public long now(TimeUnit unit) {
    return time.now(unit);
  }

  private final class CountedWorker extends Worker {
    private final Worker worker;
    private final CompositeDisposable counts = new CompositeDisposable();

    CountedWorker(Worker worker) {
      this.worker = worker;
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      Disposable count = Disposable.fromRunnable(waiting::decrementAndGet);
      counts.add(count);
      Disposable scheduled =
          worker.schedule(
              () -> {
                count.dispose();
                task.run();
              },
              delay,
              unit);
      waiting.incrementAndGet(); // last, so that time passes only for those whom it will reach
      return new CompositeDisposable(scheduled, count);
    }

    @Override
    public void dispose() {
      worker.dispose();
      counts.dispose();
    }

    @Override
    public boolean isDisposed() {
      return worker.isDisposed();
    }
  }
}

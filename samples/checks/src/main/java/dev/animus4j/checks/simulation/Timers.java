package dev.animus4j.checks.simulation;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;

/** A scheduler in virtual time, which knows how much is still to be done. */
final class Timers extends Scheduler {
  private final VirtualTime time;
  private int pending;

  Timers(VirtualTime time) {
    this.time = time;
  }

  VirtualTime time() {
    return time;
  }

  /** How many tasks wait, now or later. */
  int pending() {
    return pending;
  }

  void ended() {
    pending--;
  }

  @Override
  public long now(TimeUnit unit) {
    return unit.convert(time.nanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public Disposable scheduleDirect(Runnable task, long delay, TimeUnit unit) {
    pending++;
    return time.plan(this, task, unit.toNanos(delay));
  }

  @Override
  public Disposable scheduleDirect(Runnable task) {
    return scheduleDirect(task, 0, TimeUnit.NANOSECONDS);
  }

  /** Does it after so many milliseconds. */
  Disposable after(long millis, Runnable task) {
    return scheduleDirect(task, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public Worker createWorker() {
    return new Tasks();
  }

  private final class Tasks extends Worker {
    private final CompositeDisposable tasks = new CompositeDisposable();

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      if (tasks.isDisposed()) {
        return Disposable.disposed();
      }
      Disposable[] own = new Disposable[1];
      own[0] =
          scheduleDirect(
              () -> {
                tasks.delete(own[0]);
                task.run();
              },
              delay,
              unit);
      tasks.add(own[0]);
      return own[0];
    }

    @Override
    public void dispose() {
      tasks.dispose();
    }

    @Override
    public boolean isDisposed() {
      return tasks.isDisposed();
    }
  }
}

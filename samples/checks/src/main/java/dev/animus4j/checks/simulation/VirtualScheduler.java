package dev.animus4j.checks.simulation;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;

/** Scheduler in virtual time, which counts its pending tasks. */
final class VirtualScheduler extends Scheduler {
  private final VirtualTime time;
  private int pending;

  VirtualScheduler(VirtualTime time) {
    this.time = time;
  }

  VirtualTime time() {
    return time;
  }

  /** The number of tasks waiting, now or later. */
  int pendingTasks() {
    return pending;
  }

  void taskEnded() {
    pending--;
  }

  @Override
  public long now(TimeUnit unit) {
    return unit.convert(time.nanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public Disposable scheduleDirect(Runnable task, long delay, TimeUnit unit) {
    pending++;
    return time.schedule(this, task, unit.toNanos(delay));
  }

  @Override
  public Disposable scheduleDirect(Runnable task) {
    return scheduleDirect(task, 0, TimeUnit.NANOSECONDS);
  }

  /** Schedules a task after so many milliseconds. */
  Disposable schedule(long millis, Runnable task) {
    return scheduleDirect(task, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public Worker createWorker() {
    return new VirtualWorker();
  }

  private final class VirtualWorker extends Worker {
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

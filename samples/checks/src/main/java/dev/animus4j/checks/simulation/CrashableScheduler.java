package dev.animus4j.checks.simulation;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Scheduler of a client, which runs none of its tasks from a crash on. */
final class CrashableScheduler extends Scheduler {
  private final VirtualScheduler clock;
  private final Consumer<Runnable> runner;
  private final List<Runnable> lost = new ArrayList<>();
  private boolean crashed;

  /** A scheduler that has its tasks run by {@code runner}. */
  CrashableScheduler(VirtualScheduler clock, Consumer<Runnable> runner) {
    this.clock = clock;
    this.runner = runner;
  }

  void crash() {
    crashed = true;
  }

  boolean isCrashed() {
    return crashed;
  }

  /** The number of tasks waiting, now or later. */
  int pendingTasks() {
    return clock.pendingTasks();
  }

  /** Runs all tasks after all, so that what the client holds of its Vert.x can be released. */
  void revive() {
    crashed = false;
    List<Runnable> tasks = List.copyOf(lost);
    lost.clear();
    tasks.forEach(task -> clock.schedule(0, task));
  }

  private Runnable unlessCrashed(Runnable task) {
    return () -> {
      if (crashed) {
        lost.add(task);
      } else {
        runner.accept(task);
      }
    };
  }

  @Override
  public long now(TimeUnit unit) {
    return clock.now(unit);
  }

  @Override
  public Disposable scheduleDirect(Runnable task) {
    return clock.scheduleDirect(unlessCrashed(task));
  }

  @Override
  public Disposable scheduleDirect(Runnable task, long delay, TimeUnit unit) {
    return clock.scheduleDirect(unlessCrashed(task), delay, unit);
  }

  @Override
  public Worker createWorker() {
    Worker worker = clock.createWorker();
    return new Worker() {
      @Override
      public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return worker.schedule(unlessCrashed(task), delay, unit);
      }

      @Override
      public void dispose() {
        worker.dispose();
      }

      @Override
      public boolean isDisposed() {
        return worker.isDisposed();
      }
    };
  }
}

package dev.animus4j.vertx;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Scheduler that runs tasks on one Vert.x context, in order; the platform's own creates a map for
 * each hop and each timer, and an exchange has several of them. Its timers are those of the event
 * loop, because Vert.x timers end with the verticle of the context, and a subscriber would wait for
 * ever. When Vert.x is closed and the event loop has ended, it runs tasks on {@link
 * Schedulers#single}, so that started streams end.
 */
public final class ContextScheduler extends Scheduler {
  private final ContextInternal context;

  /** Creates a scheduler on this context, of any kind. */
  public ContextScheduler(Context context) {
    this.context = (ContextInternal) context;
  }

  /**
   * Confines the stream to the context of this scheduler, an event loop's, in order. Items emitted
   * there already pass through at once, with the demand of the subscriber; items emitted on other
   * threads are queued, without limit.
   */
  public <T> Flowable<T> confine(Flowable<T> stream) {
    return ObserveOnEventLoop.confine(stream, context, this);
  }

  @Override
  public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
    return submit(new Task(run, null), delay, unit);
  }

  @Override
  public Worker createWorker() {
    return new ContextWorker();
  }

  private Disposable submit(Task task, long delay, TimeUnit unit) {
    try {
      if (delay > 0) {
        task.startTimer(delay, unit);
      } else {
        context.runOnContext(v -> task.run());
      }
    } catch (RejectedExecutionException closed) {
      var unused = Schedulers.single().scheduleDirect(task, delay, unit);
    }
    return task;
  }

  private final class ContextWorker extends Worker {
    private final CompositeDisposable timers = new CompositeDisposable();

    @Override
    public Disposable schedule(Runnable run, long delay, TimeUnit unit) {
      return isDisposed() ? Disposable.disposed() : submit(new Task(run, timers), delay, unit);
    }

    @Override
    public void dispose() {
      timers.dispose();
    }

    @Override
    public boolean isDisposed() {
      return timers.isDisposed();
    }
  }

  /** Task that runs once, unless it, or its group, is disposed before. */
  private final class Task implements Runnable, Disposable {
    private final Runnable run;
    private final @Nullable CompositeDisposable group;
    private volatile @Nullable Future<?> timer;
    private volatile boolean done;

    Task(Runnable run, @Nullable CompositeDisposable group) {
      this.run = RxJavaPlugins.onSchedule(run);
      this.group = group;
    }

    /** A concurrent dispose may not see the timer yet. */
    private void startTimer(long delay, TimeUnit unit) {
      if (group != null) {
        group.add(this);
      }
      timer = context.nettyEventLoop().schedule(() -> context.emit(v -> run()), delay, unit);
      if (isDisposed()) {
        cancelTimer();
      }
    }

    @Override
    public void run() {
      if (!isDisposed()) {
        done = true;
        leaveGroup();
        run.run();
      }
    }

    @Override
    public void dispose() {
      done = true;
      leaveGroup();
      cancelTimer();
    }

    @Override
    public boolean isDisposed() {
      return done || (group != null && group.isDisposed());
    }

    private void leaveGroup() {
      if (group != null) {
        group.delete(this);
      }
    }

    private void cancelTimer() {
      Future<?> current = timer;
      if (current != null) {
        current.cancel(false);
      }
    }
  }
}

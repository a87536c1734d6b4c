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
 * A scheduler that runs things on one Vert.x context, in order; the platform's own makes a map for
 * each hop and each timer, and an exchange has several of them. Its timers are those of the event
 * loop, for the platform's end with the verticle of the context, and whoever waits for one would
 * wait for ever. When Vert.x is closed and the event loop gone, it runs things on {@link
 * Schedulers#single}: what was begun shall end.
 */
public final class ContextScheduler extends Scheduler {
  private final ContextInternal context;

  /** A scheduler on this context, of whatever kind. */
  public ContextScheduler(Context context) {
    this.context = (ContextInternal) context;
  }

  /**
   * The same stream on the context of this scheduler, an event loop's, in the order in which it
   * comes. What comes there already passes on at once, and is requested as its subscriber requests
   * it; what comes on other threads waits, however much it is.
   */
  public <T> Flowable<T> confine(Flowable<T> stream) {
    return Confinement.of(stream, context, this);
  }

  @Override
  public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
    return begun(new Task(run, null), delay, unit);
  }

  @Override
  public Worker createWorker() {
    return new OnContext();
  }

  private Disposable begun(Task task, long delay, TimeUnit unit) {
    try {
      if (delay > 0) {
        task.begin(delay, unit);
      } else {
        context.runOnContext(v -> task.run());
      }
    } catch (RejectedExecutionException closed) {
      var unused = Schedulers.single().scheduleDirect(task, delay, unit);
    }
    return task;
  }

  private final class OnContext extends Worker {
    private final CompositeDisposable timers = new CompositeDisposable();

    @Override
    public Disposable schedule(Runnable run, long delay, TimeUnit unit) {
      return isDisposed() ? Disposable.disposed() : begun(new Task(run, timers), delay, unit);
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

  /** Runs once, unless it, or all that belong together, are disposed of before. */
  private final class Task implements Runnable, Disposable {
    private final Runnable run;
    private final @Nullable CompositeDisposable group;
    private volatile @Nullable Future<?> timer;
    private volatile boolean over;

    Task(Runnable run, @Nullable CompositeDisposable group) {
      this.run = RxJavaPlugins.onSchedule(run);
      this.group = group;
    }

    /** Whoever disposes of it meanwhile may not know the timer yet. */
    private void begin(long delay, TimeUnit unit) {
      if (group != null) {
        group.add(this);
      }
      timer = context.nettyEventLoop().schedule(() -> context.emit(v -> run()), delay, unit);
      if (isDisposed()) {
        cancel();
      }
    }

    @Override
    public void run() {
      if (!isDisposed()) {
        over = true;
        leave();
        run.run();
      }
    }

    @Override
    public void dispose() {
      over = true;
      leave();
      cancel();
    }

    @Override
    public boolean isDisposed() {
      return over || (group != null && group.isDisposed());
    }

    private void leave() {
      if (group != null) {
        group.delete(this);
      }
    }

    private void cancel() {
      Future<?> begun = timer;
      if (begun != null) {
        begun.cancel(false);
      }
    }
  }
}

package dev.animus4j.vertx;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x context of the caller or subscriber, and the scheduler for its results.
 *
 * <p>Callers on an event loop context, which those in {@code executeBlocking} are too, get them on
 * it. A worker or virtual-thread context runs one task at a time, so that a caller that blocks
 * there would deadlock: such callers get theirs on {@link Schedulers#io}, one after the other.
 * Callers without a context get them on any thread.
 */
public final class CallerContext {
  private CallerContext() {}

  /** The event loop context of the caller; null when it has none. */
  public static @Nullable Context eventLoop() {
    Context context = Vertx.currentContext();
    return context != null && context.isEventLoopContext() ? context : null;
  }

  /** The scheduler for the caller's results; null for any thread. */
  public static @Nullable Scheduler scheduler() {
    Context context = Vertx.currentContext();
    if (context == null) {
      return null;
    }
    return context.isEventLoopContext() ? new ContextScheduler(context) : Schedulers.io();
  }

  /**
   * Observes the stream on the scheduler of its subscriber; a failure comes after all items. Fails
   * at once for a subscriber that blocks an event loop; see {@link BlockedEventLoop#check}.
   */
  public static <T> Flowable<T> observeOnCaller(Flowable<T> stream) {
    return observeOnCaller(stream, Flowable.bufferSize());
  }

  /** The same for a stream of large items, of which so many may wait. */
  public static <T> Flowable<T> observeOnCaller(Flowable<T> stream, int bufferSize) {
    return Flowable.defer(
        () -> {
          BlockedEventLoop.check();
          Scheduler scheduler = scheduler();
          return scheduler == null ? stream : stream.observeOn(scheduler, true, bufferSize);
        });
  }

  /**
   * Observes a stream of an event loop off that loop for a subscriber on a worker or virtual-thread
   * context, whose code may block. Fails at once for a subscriber that blocks an event loop.
   */
  public static <T> Flowable<T> observeOffEventLoop(Flowable<T> stream) {
    return Flowable.defer(
        () -> {
          BlockedEventLoop.check();
          Context context = Vertx.currentContext();
          boolean mayBlock = context != null && !context.isEventLoopContext();
          return mayBlock ? stream.observeOn(Schedulers.io(), true) : stream;
        });
  }
}

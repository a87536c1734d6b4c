package dev.animus4j.vertx;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * The Vert.x context of whoever calls or subscribes, and where that caller gets its results.
 *
 * <p>Callers on an event loop context, which those in {@code executeBlocking} are too, get them on
 * it. A worker or virtual-thread context does one thing at a time, so that a caller who blocks
 * there would wait for itself: such callers get theirs on {@link Schedulers#io}, one after the
 * other. Callers without a context get them on whatever thread they come from.
 */
public final class CallerContext {
  private CallerContext() {}

  /** The event loop context of the caller; null when it has none. */
  public static @Nullable Context eventLoop() {
    Context context = Vertx.currentContext();
    return context != null && context.isEventLoopContext() ? context : null;
  }

  /** Where the caller gets its results; null when any thread will do. */
  public static @Nullable Scheduler scheduler() {
    Context context = Vertx.currentContext();
    if (context == null) {
      return null;
    }
    return context.isEventLoopContext() ? new ContextScheduler(context) : Schedulers.io();
  }

  /** The same stream, its results where its subscriber gets them; a failure after all items. */
  public static <T> Flowable<T> observing(Flowable<T> stream) {
    return Flowable.defer(
        () -> {
          Scheduler scheduler = scheduler();
          return scheduler == null ? stream : stream.observeOn(scheduler, true);
        });
  }

  /**
   * The same stream, which comes on an event loop, off it for a subscriber on a worker or
   * virtual-thread context: its code may block.
   */
  public static <T> Flowable<T> freeing(Flowable<T> stream) {
    return Flowable.defer(
        () -> {
          Context context = Vertx.currentContext();
          boolean mayBlock = context != null && !context.isEventLoopContext();
          return mayBlock ? stream.observeOn(Schedulers.io(), true) : stream;
        });
  }

  /**
   * The same stream, working on an event loop also for a subscriber on a worker or virtual-thread
   * context, where a Vert.x future would wait for the subscriber's own task to end.
   */
  public static <T> Flowable<T> serving(Vertx vertx, Flowable<T> stream) {
    return Flowable.defer(
        () -> {
          Context context = Vertx.currentContext();
          return context == null || context.isEventLoopContext()
              ? stream
              : stream
                  .subscribeOn(new ContextScheduler(EventLoops.context(vertx)), false)
                  .observeOn(Schedulers.io(), true);
        });
  }
}

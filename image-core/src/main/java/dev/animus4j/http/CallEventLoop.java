package dev.animus4j.http;

import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.VerticleFreeContexts;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.RejectedExecutionException;

/** Event loop context on which all state of one call is touched. */
final class CallEventLoop {
  private final Vertx vertx;
  private final Context context;

  /** The context for timers, which on the caller's context would end with its verticle. */
  private final Context timers;

  private CallEventLoop(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
    this.timers = VerticleFreeContexts.sibling(context);
  }

  /**
   * Returns the caller's context, or one that Vert.x picks for its thread; for a caller on a worker
   * or virtual-thread context, which may block, a new one that belongs to no verticle.
   */
  static CallEventLoop of(Vertx vertx) {
    if (Vertx.currentContext() == null) {
      return new CallEventLoop(vertx, vertx.getOrCreateContext());
    }
    Context callerContext = CallerContext.eventLoop();
    return new CallEventLoop(
        vertx, callerContext == null ? VerticleFreeContexts.create(vertx) : callerContext);
  }

  /**
   * Runs the task now when already on the context, else schedules it there.
   *
   * @return as {@link #runLater}
   */
  boolean run(Runnable task) {
    if (!isCurrent()) {
      return runLater(task);
    }
    task.run();
    return true;
  }

  ContextInternal context() {
    return (ContextInternal) context;
  }

  /** Whether the current thread is on the context; in {@code executeBlocking} it is not. */
  boolean isCurrent() {
    return Vertx.currentContext() == context && VerticleFreeContexts.isCurrent(context);
  }

  /**
   * Runs the task after all that already wait there.
   *
   * @return false when Vert.x is closed, and nothing runs there any more
   */
  boolean runLater(Runnable task) {
    try {
      context.runOnContext(v -> task.run());
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  /** Sets a timer, which fires on this context. */
  long setTimer(long millis, Runnable task) {
    return timers == context
        ? vertx.setTimer(millis, id -> task.run())
        : ((ContextInternal) timers).setTimer(millis, id -> run(task));
  }

  void cancelTimer(long timer) {
    vertx.cancelTimer(timer);
  }
}

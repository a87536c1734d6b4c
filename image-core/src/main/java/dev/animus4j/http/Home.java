package dev.animus4j.http;

import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.EventLoops;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.RejectedExecutionException;

/** The event loop context on which everything about one call happens. */
final class Home {
  private final Vertx vertx;
  private final Context context;

  /** For timers, which would end with the verticle of whoever called. */
  private final Context timers;

  private Home(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
    this.timers = EventLoops.beside(context);
  }

  /**
   * The context of the caller, or one that Vert.x picks for its thread; for a caller on a worker or
   * virtual-thread context, who may block there, one that is nobody's.
   */
  static Home of(Vertx vertx) {
    if (Vertx.currentContext() == null) {
      return new Home(vertx, vertx.getOrCreateContext());
    }
    Context own = CallerContext.eventLoop();
    return new Home(vertx, own == null ? EventLoops.context(vertx) : own);
  }

  /**
   * Now when already there, else as soon as the context gets to it.
   *
   * @return as {@link #later}
   */
  boolean run(Runnable task) {
    if (!isHere()) {
      return later(task);
    }
    task.run();
    return true;
  }

  /** Whether this is it; in {@code executeBlocking} the context is, and the thread is not. */
  boolean isHere() {
    return Vertx.currentContext() == context && EventLoops.isOn(context);
  }

  /**
   * After everything that is already waiting there.
   *
   * @return false when Vert.x is closed, and nothing happens there any more
   */
  boolean later(Runnable task) {
    try {
      context.runOnContext(v -> task.run());
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  /** Sets a timer; it goes off here, where it is set. */
  long timer(long millis, Runnable task) {
    return timers == context
        ? vertx.setTimer(millis, id -> task.run())
        : ((ContextInternal) timers).setTimer(millis, id -> run(task));
  }

  void cancel(long timer) {
    vertx.cancelTimer(timer);
  }
}

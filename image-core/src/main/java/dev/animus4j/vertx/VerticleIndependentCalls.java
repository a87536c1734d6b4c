package dev.animus4j.vertx;

import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Calls shared by several subscribers, which must not end with the verticle of the first of them.
 */
public final class VerticleIndependentCalls {
  private VerticleIndependentCalls() {}

  /**
   * The scheduler for a call that this caller starts: on the caller's event loop, in a context of
   * its own; on RxJava's io threads for a caller on a worker or virtual-thread context. Null for a
   * caller without a context.
   */
  public static @Nullable Scheduler detachedScheduler() {
    Context callerContext = CallerContext.eventLoop();
    if (callerContext != null) {
      return new ContextScheduler(VerticleFreeContexts.sibling(callerContext));
    }
    return Vertx.currentContext() == null ? null : Schedulers.io();
  }

  /** Subscribes the call on {@link #detachedScheduler}; directly when that is null. */
  public static <T> Flowable<T> subscribeDetached(Flowable<T> call) {
    return Flowable.defer(
        () -> {
          Scheduler scheduler = detachedScheduler();
          return scheduler == null ? call : call.subscribeOn(scheduler, false);
        });
  }

  /**
   * Observes the parts of a call where the subscriber gets its results, few at a time, since they
   * may be large; and isolated from other subscribers.
   */
  public static <T> Flowable<T> observeOnCaller(Flowable<T> parts) {
    return FaultIsolation.flowable(
        () -> {
          BlockedEventLoop.check();
          Scheduler scheduler = CallerContext.scheduler();
          return scheduler == null ? parts : parts.observeOn(scheduler, true, FEW);
        });
  }

  private static final int FEW = 4;
}

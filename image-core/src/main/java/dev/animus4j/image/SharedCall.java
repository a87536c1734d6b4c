package dev.animus4j.image;

import dev.animus4j.failure.Isolation;
import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.ContextScheduler;
import dev.animus4j.vertx.EventLoops;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Calls that several wait for, so that they must not end with the verticle of the one who happened
 * to come first.
 */
final class SharedCall {
  private SharedCall() {}

  /**
   * Where a call works that this caller begins: on the caller's event loop, in a context of its
   * own; on RxJava's io threads for who is on a worker or virtual-thread context. Null for who has
   * no context.
   */
  static @Nullable Scheduler scheduler() {
    Context loop = CallerContext.eventLoop();
    if (loop != null) {
      return new ContextScheduler(EventLoops.beside(loop));
    }
    return Vertx.currentContext() == null ? null : Schedulers.io();
  }

  /** This call, begun there; at once where there is no such place. */
  static <T> Flowable<T> of(Flowable<T> call) {
    return Flowable.defer(
        () -> {
          Scheduler scheduler = scheduler();
          return scheduler == null ? call : call.subscribeOn(scheduler, false);
        });
  }

  /**
   * What it tells, for a listener: where that one gets its results, few at a time, for they may be
   * large; and isolated from all others.
   */
  static <T> Flowable<T> told(Flowable<T> parts) {
    return Isolation.flowable(
        () -> {
          Scheduler listener = CallerContext.scheduler();
          return listener == null ? parts : parts.observeOn(listener, true, FEW);
        });
  }

  private static final int FEW = 4;
}

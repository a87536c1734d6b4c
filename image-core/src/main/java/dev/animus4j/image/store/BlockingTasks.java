package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.vertx.BlockedEventLoop;
import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.VerticleFreeContexts;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocking tasks for one caller, on Vert.x's internal blocking pool, as Vert.x's own file
 * system does: callers that block all worker threads while they wait for an image must not keep it
 * from being read. A task that has started is not cancelled.
 */
final class BlockingTasks {
  private final ContextInternal context;
  private final @Nullable Scheduler callerScheduler;

  private BlockingTasks(Context context, @Nullable Scheduler callerScheduler) {
    this.context = (ContextInternal) context;
    this.callerScheduler = callerScheduler;
  }

  /**
   * Creates it for the caller: tasks complete on the caller's event loop context, or on a new one
   * for callers without one.
   */
  static BlockingTasks of(Vertx vertx) {
    BlockedEventLoop.check();
    Context caller = CallerContext.eventLoop();
    return caller == null
        ? new BlockingTasks(VerticleFreeContexts.create(vertx), CallerContext.scheduler())
        : new BlockingTasks(caller, null);
  }

  /** Runs a task and emits its result, which is not null. */
  <T> Single<T> run(Callable<T> task) {
    return Single.create(
        done ->
            context
                .executeBlockingInternal(task)
                .onComplete(
                    done::onSuccess, cause -> done.tryOnError(FaultIsolation.failure(cause))));
  }

  /**
   * Runs a task; its failure, unless it is typed already, is mapped where it has run, which may
   * block too.
   */
  <T> Single<T> run(Callable<T> task, Function<Throwable, AnimusException> failure) {
    return run(() -> call(task, failure))
        .onErrorResumeNext(
            cause -> Single.error(cause instanceof AnimusException ? cause : failure.apply(cause)));
  }

  private static <T> T call(Callable<T> task, Function<Throwable, AnimusException> failure) {
    try {
      return task.call();
    } catch (AnimusException failed) {
      throw failed;
    } catch (Exception cause) {
      throw failure.apply(cause);
    }
  }

  /** Runs a task, whose result and failure are ignored. */
  void runDetached(Callable<?> task) {
    var unused = run(task).ignoreElement().onErrorComplete().subscribe();
  }

  /** Emits the failure once the task has run. */
  <T> Single<T> failAfter(Callable<?> task, Throwable failure) {
    return run(task).ignoreElement().onErrorComplete().andThen(Single.error(failure));
  }

  /** Emits the result where the caller gets results. */
  <T> Single<T> observeOnCaller(Single<T> result) {
    return callerScheduler == null ? result : result.observeOn(callerScheduler);
  }

  /** Emits the results where the caller gets results. */
  <T> Flowable<T> observeOnCaller(Flowable<T> results) {
    return callerScheduler == null ? results : results.observeOn(callerScheduler, true, 2);
  }
}

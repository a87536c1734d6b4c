package dev.animus4j.image;

import dev.animus4j.failure.Isolation;
import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.EventLoops;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What blocks, done for one caller. It runs on the platform's own threads for that, as the
 * platform's files do: users who wait on all of its workers for a picture must not keep it from
 * being read. What has begun is not taken back.
 */
final class Disk {
  private final ContextInternal home;
  private final @Nullable Scheduler answers;

  private Disk(Context home, @Nullable Scheduler answers) {
    this.home = (ContextInternal) home;
    this.answers = answers;
  }

  /**
   * For whoever calls: what is done ends on the caller's event loop context, or on a new one for
   * callers who have none.
   */
  static Disk of(Vertx vertx) {
    Context caller = CallerContext.eventLoop();
    return caller == null
        ? new Disk(EventLoops.context(vertx), CallerContext.scheduler())
        : new Disk(caller, null);
  }

  /** What this task returns, which is not null. */
  <T> Single<T> run(Callable<T> task) {
    return Single.create(
        done ->
            home.executeBlockingInternal(task)
                .onComplete(done::onSuccess, cause -> done.tryOnError(Isolation.failure(cause))));
  }

  /** Does this whether anybody waits for it or not. */
  void clear(Callable<?> task) {
    var unused = run(task).ignoreElement().onErrorComplete().subscribe();
  }

  /** This failure, once this has been done. */
  <T> Single<T> after(Callable<?> task, Throwable failure) {
    return run(task).ignoreElement().onErrorComplete().andThen(Single.error(failure));
  }

  /** This, where the caller gets its results. */
  <T> Single<T> answer(Single<T> result) {
    return answers == null ? result : result.observeOn(answers);
  }

  /** This, where the caller gets its results. */
  <T> Flowable<T> answer(Flowable<T> results) {
    return answers == null ? results : results.observeOn(answers, true, 2);
  }
}

package dev.animus4j.vertx;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Steps of which each begins when the one before is over, however that ended. One that has begun is
 * seen through, also when who wanted it has left meanwhile; one whose turn comes later than that is
 * left out. Touched on the context of its scheduler only.
 */
public final class SerialCompletables {
  private final Scheduler scheduler;
  private CompletableSubject last = CompletableSubject.create();

  /** An empty queue, whose tasks run on this scheduler. */
  public SerialCompletables(Scheduler scheduler) {
    this.scheduler = scheduler;
    last.onComplete();
  }

  /** {@code step}, in the order of subscription; at once if there is nothing to wait for. */
  public Completable enqueue(Completable step) {
    return Completable.defer(
        () -> {
          CompletableSubject before = last;
          CompletableSubject over = CompletableSubject.create();
          last = over;
          return before.hasComplete()
              ? start(step, over)
              : startAfter(before.observeOn(scheduler), step, over);
        });
  }

  private static Completable start(Completable step, CompletableSubject over) {
    CompletableSubject result = CompletableSubject.create();
    step.doFinally(over::onComplete).subscribe(result);
    return result;
  }

  private static Completable startAfter(
      Completable before, Completable step, CompletableSubject over) {
    AtomicBoolean left = new AtomicBoolean();
    CompletableSubject result = CompletableSubject.create();
    Completable skipped = Completable.fromAction(over::onComplete);
    before
        .andThen(Completable.defer(() -> left.get() ? skipped : start(step, over)))
        .subscribe(result);
    return result.doOnDispose(() -> left.set(true));
  }
}

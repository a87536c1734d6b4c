package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;

/**
 * Steps of which each begins when the one before is over, however that ended. Touched on the
 * context of its scheduler only.
 */
final class InOrder {
  private final Scheduler scheduler;
  private CompletableSubject last = CompletableSubject.create();

  InOrder(Scheduler scheduler) {
    this.scheduler = scheduler;
    last.onComplete();
  }

  /** {@code step}, in the order of subscription; at once if there is nothing to wait for. */
  Completable next(Completable step) {
    return Completable.defer(
        () -> {
          CompletableSubject before = last;
          CompletableSubject over = CompletableSubject.create();
          last = over;
          Completable turn =
              before.hasComplete() ? step : before.observeOn(scheduler).andThen(step);
          return turn.doFinally(over::onComplete);
        });
  }
}

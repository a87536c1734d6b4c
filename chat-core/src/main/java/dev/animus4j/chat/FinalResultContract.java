package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.vertx.ContextScheduler;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableTransformer;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Predicate;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Enforces the contract of model streams, whoever implements them: one result, which comes last.
 */
final class FinalResultContract {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("animus4j");

  /** How many parts are requested ahead. */
  private static final int PREFETCH = 16;

  private FinalResultContract() {}

  /**
   * The parts up to the first that is a {@code result}, on {@code scheduler}; fails if there is
   * none. Further parts and failures of the model are ignored.
   */
  static <P> FlowableTransformer<P, P> of(Class<? extends P> result, Scheduler scheduler) {
    return parts ->
        Flowable.defer(
            () -> {
              AtomicBoolean over = new AtomicBoolean();
              Predicate<P> isLast = result::isInstance;
              return observeOn(
                      scheduler,
                      parts
                          .doOnNext(part -> over.set(over.get() || isLast.test(part)))
                          .concatWith(Completable.defer(() -> requireResult(over.get(), result))))
                  .takeUntil(isLast);
            });
  }

  private static <P> Flowable<P> observeOn(Scheduler scheduler, Flowable<P> parts) {
    return scheduler instanceof ContextScheduler context
        ? context.confine(parts)
        : parts.observeOn(scheduler, true, PREFETCH);
  }

  private static Completable requireResult(boolean over, Class<?> result) {
    String what = "the model ended without a " + result.getSimpleName();
    return over
        ? Completable.complete()
        : Completable.error(new AnimusException.Protocol(ORIGIN, what, null));
  }
}

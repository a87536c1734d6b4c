package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.vertx.ContextScheduler;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableTransformer;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Predicate;
import java.util.concurrent.atomic.AtomicBoolean;

/** Holds models to their contract, whoever wrote them: one result, and it comes last. */
final class Parts {
  private static final Origin US = Origin.of("animus4j");

  /** How many parts may wait to be told before the model is read on. */
  private static final int AHEAD = 16;

  private Parts() {}

  /**
   * The parts up to the first that is a {@code result}, on {@code scheduler}; a failure if there is
   * none. A model that goes on is not waited for, and fails unheard.
   */
  static <P> FlowableTransformer<P, P> upTo(Class<? extends P> result, Scheduler scheduler) {
    return parts ->
        Flowable.defer(
            () -> {
              AtomicBoolean over = new AtomicBoolean();
              Predicate<P> isLast = result::isInstance;
              return on(
                      scheduler,
                      parts
                          .doOnNext(part -> over.set(over.get() || isLast.test(part)))
                          .concatWith(Completable.defer(() -> ended(over.get(), result))))
                  .takeUntil(isLast);
            });
  }

  private static <P> Flowable<P> on(Scheduler scheduler, Flowable<P> parts) {
    return scheduler instanceof ContextScheduler context
        ? context.confine(parts)
        : parts.observeOn(scheduler, true, AHEAD);
  }

  private static Completable ended(boolean over, Class<?> result) {
    String what = "the model ended without a " + result.getSimpleName();
    return over
        ? Completable.complete()
        : Completable.error(new AnimusException.Protocol(US, what, null));
  }
}

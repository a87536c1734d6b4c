package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableTransformer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Holds models to their contract, whoever wrote them: one result, and it comes last. */
final class Parts {
  private Parts() {}

  /**
   * The parts up to the first that is a {@code result}; a failure if there is none. Who takes them
   * ends with that one: a model that goes on is not waited for, and fails unheard.
   */
  static <P> FlowableTransformer<P, P> upTo(Class<? extends P> result) {
    return parts ->
        Flowable.defer(
            () -> {
              AtomicBoolean over = new AtomicBoolean();
              return parts
                  .filter(
                      part ->
                          !over.get()
                              && (!result.isInstance(part) || over.compareAndSet(false, true)))
                  .concatWith(
                      Completable.defer(() -> over.get() ? Completable.complete() : none(result)));
            });
  }

  private static Completable none(Class<?> result) {
    String what = "the model ended without a " + result.getSimpleName();
    return Completable.error(new AnimusException.Protocol(Origin.of("animus4j"), what, null));
  }
}

package dev.animus4j.image.provider;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.ContextScheduler;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Context;

/** Check of a store before an image is ordered: one that cannot be stored must not be paid for. */
public final class StoreCheck {
  private StoreCheck() {}

  /**
   * Returns the order, which is subscribed to after {@link ImageStore#check} has completed, on the
   * event loop context of the caller if there is one. When the check fails, nothing is ordered.
   */
  public static <T> Flowable<T> before(ImageStore store, Flowable<T> order) {
    return CallerContext.observeOffEventLoop(
        Flowable.defer(
            () -> {
              Flowable<T> check = FaultIsolation.completable(store::check).toFlowable();
              Context caller = CallerContext.eventLoop();
              return (caller == null ? check : new ContextScheduler(caller).confine(check))
                  .concatWith(order);
            }));
  }

  /** Returns the order of a single result; see {@link #before(ImageStore, Flowable)}. */
  public static <T> Single<T> before(ImageStore store, Single<T> order) {
    return before(store, order.toFlowable()).singleOrError();
  }
}

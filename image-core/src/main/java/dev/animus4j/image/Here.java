package dev.animus4j.image;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;

/** The Vert.x context of whoever calls, if there is one. */
final class Here {
  private Here() {}

  /** Arrives on the context of its subscriber, whoever caused it. */
  static <T> Flowable<T> observing(Flowable<T> stream) {
    return Flowable.defer(
        () -> {
          Context context = Vertx.currentContext();
          return context == null ? stream : stream.observeOn(RxHelper.scheduler(context), true);
        });
  }

  /** Begins, whenever that is, on the Vert.x context of the caller, if there is one. */
  static <T> Flowable<T> working(Flowable<T> stream) {
    Context context = Vertx.currentContext();
    return context == null ? stream : stream.subscribeOn(RxHelper.scheduler(context), false);
  }
}

package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Brings a stream to the Vert.x context of whoever subscribes, as its callers expect. */
final class Here {
  private Here() {}

  static <T> Flowable<T> observing(Flowable<T> stream) {
    return Flowable.defer(
        () -> {
          Context context = Vertx.currentContext();
          return context == null ? stream : stream.observeOn(new ContextScheduler(context));
        });
  }
}

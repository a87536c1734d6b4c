package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.rxjava3.RxHelper;

/** What handlers of requests have in common that do not answer at once. */
final class Later {
  private Later() {}

  /**
   * Where the request that is being handled just now is answered: only its own thread does that.
   */
  static Scheduler here() {
    return RxHelper.scheduler(Vertx.currentContext());
  }

  /**
   * Does something when a request is over, answered or with a broken connection; or now if it is
   * over already. It may be done twice.
   */
  static void atEnd(RoutingContext request, Runnable action) {
    request.addEndHandler(end -> action.run());
    if (request.response().ended() || request.response().closed()) {
      action.run();
    }
  }
}

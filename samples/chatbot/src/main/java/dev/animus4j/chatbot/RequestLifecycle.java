package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.rxjava3.RxHelper;

/** Helpers for handlers that respond asynchronously. */
final class RequestLifecycle {
  private RequestLifecycle() {}

  /**
   * Scheduler of the context that handles the current request; responses are written only there.
   */
  static Scheduler currentScheduler() {
    return RxHelper.scheduler(Vertx.currentContext());
  }

  /**
   * Runs an action when a request has ended, answered or disconnected; or now if it has ended
   * already. It may run twice.
   */
  static void onEnd(RoutingContext request, Runnable action) {
    request.addEndHandler(end -> action.run());
    if (request.response().ended() || request.response().closed()) {
      action.run();
    }
  }
}

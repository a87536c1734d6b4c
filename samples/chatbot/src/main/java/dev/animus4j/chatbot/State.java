package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /health}: whether it takes requests, which it stops before it ends. */
final class State implements Handler<RoutingContext> {
  private volatile boolean stopping;

  void stop() {
    stopping = true;
  }

  @Override
  public void handle(RoutingContext request) {
    request.response().setStatusCode(stopping ? 503 : 200);
    request.json(new JsonObject().put("status", stopping ? "stopping" : "ready"));
  }
}

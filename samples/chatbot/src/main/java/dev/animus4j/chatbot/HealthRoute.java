package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /health}: whether the service accepts requests; no longer once it shuts down. */
final class HealthRoute implements Handler<RoutingContext> {
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

package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /stats}: the figures of all, and of one's own conversations by themselves. */
record StatisticsPage(Conversations conversations) implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext request) {
    request
        .vertx()
        .eventBus()
        .<JsonObject>request(Statistics.ADDRESS, null)
        .map(answer -> own(answer.body(), Sessions.of(request)))
        .onSuccess(request::json)
        .onFailure(request::fail);
  }

  private JsonObject own(JsonObject figures, String session) {
    JsonObject own = new JsonObject();
    figures.getJsonObject("conversations").stream()
        .filter(each -> conversations.isOf(session, each.getKey()))
        .forEach(each -> own.put(each.getKey(), each.getValue()));
    return new JsonObject().put("all", figures.getJsonObject("all")).put("conversations", own);
  }
}

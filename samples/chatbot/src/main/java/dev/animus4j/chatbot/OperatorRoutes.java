package dev.animus4j.chatbot;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Routes of the operator, authorized by {@code Authorization: Bearer …}. Not found without the
 * token, and where none is configured.
 */
final class OperatorRoutes {
  private static final String SCHEME = "Bearer ";

  private final @Nullable SecretValue token;
  private final ServerState serverState;
  private final Connections connections;

  OperatorRoutes(@Nullable SecretValue token, ServerState serverState, Connections connections) {
    this.token = token;
    this.serverState = serverState;
    this.connections = connections;
  }

  /** Rejects requests without the token. */
  void authorize(RoutingContext request) {
    String authorization = request.request().getHeader("Authorization");
    boolean isOperator =
        token != null
            && authorization != null
            && authorization.startsWith(SCHEME)
            && token.matches(authorization.substring(SCHEME.length()));
    if (!isOperator) {
      throw Problem.notFound("There is nothing here.");
    }
    request.next();
  }

  /** {@code GET /stats}: counters since the start, and current usage. */
  void statistics(RoutingContext request) {
    request
        .vertx()
        .eventBus()
        .<JsonObject>request(StatisticsVerticle.ADDRESS, null)
        .map(all -> new JsonObject().put("all", all.body()).put("held", currentUsage()))
        .onSuccess(request::json)
        .onFailure(request::fail);
  }

  private JsonObject currentUsage() {
    return new JsonObject()
        .put("connections", connections.count())
        .put("streams", serverState.streams().count())
        .put("conversations", serverState.usage().count())
        .put("historyBytes", serverState.usage().bytes())
        .put("pictures", serverState.images().count())
        .put("pictureBytes", serverState.images().bytes())
        .put("bytesInFlight", serverState.bytesInFlight());
  }
}

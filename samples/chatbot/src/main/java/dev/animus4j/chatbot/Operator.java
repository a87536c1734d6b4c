package dev.animus4j.chatbot;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * What only the operator sees, who shows a token, as {@code Authorization: Bearer …}. To others,
 * and where no token is set, it is not there.
 */
final class Operator {
  private static final String SCHEME = "Bearer ";

  private final @Nullable Secret token;
  private final Books books;
  private final Connections connections;

  Operator(@Nullable Secret token, Books books, Connections connections) {
    this.token = token;
    this.books = books;
    this.connections = connections;
  }

  /** Lets in nobody else. */
  void check(RoutingContext request) {
    String given = request.request().getHeader("Authorization");
    boolean isOperator =
        token != null
            && given != null
            && given.startsWith(SCHEME)
            && token.is(given.substring(SCHEME.length()));
    if (!isOperator) {
      throw Problem.notFound("There is nothing here.");
    }
    request.next();
  }

  /** {@code GET /stats}: what happened since the start, and what is held now. */
  void statistics(RoutingContext request) {
    request
        .vertx()
        .eventBus()
        .<JsonObject>request(Statistics.ADDRESS, null)
        .map(all -> new JsonObject().put("all", all.body()).put("held", held()))
        .onSuccess(request::json)
        .onFailure(request::fail);
  }

  private JsonObject held() {
    return new JsonObject()
        .put("connections", connections.count())
        .put("streams", books.streams().count())
        .put("conversations", books.histories().count())
        .put("historyBytes", books.histories().bytes())
        .put("pictures", books.album().count())
        .put("pictureBytes", books.album().bytes())
        .put("bytesInFlight", books.inFlight());
  }
}

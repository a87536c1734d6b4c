package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Access log with a line of JSON for every request: method, route and status, never content, keys
 * or ids; and for a rejected request the reason and the client. A request that started an exchange
 * has the id of the exchange, so that both are found together.
 */
final class AccessLog implements Handler<RoutingContext> {
  private static final String ID = "request";
  private static final String REFUSED = "refused";

  private final Consumer<String> lines;

  AccessLog(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Sets the id under which the request is logged. */
  static void setRequestId(RoutingContext request, String id) {
    request.put(ID, id);
  }

  /** The id under which the request is logged. */
  static String requestId(RoutingContext request) {
    String id = request.get(ID);
    return id == null ? "unknown" : id;
  }

  /** Marks the request as rejected, with the kind of its problem. */
  static void setRefusal(RoutingContext request, String kind) {
    request.put(REFUSED, kind);
  }

  @Override
  public void handle(RoutingContext request) {
    long start = System.nanoTime();
    setRequestId(request, UUID.randomUUID().toString());
    request.addHeadersEndHandler(
        head -> request.response().putHeader("X-Request-Id", requestId(request)));
    request.addEndHandler(end -> lines.accept(line(request, start)));
    request.next();
  }

  private static String line(RoutingContext request, long start) {
    Route route = request.currentRoute();
    String path = route == null || route.getPath() == null ? "other" : route.getPath();
    JsonObject line =
        new JsonObject()
            .put("time", Instant.now().toString())
            .put("request", requestId(request))
            .put("method", request.request().method().name())
            .put("route", path)
            .put("status", request.response().getStatusCode())
            .put("bytes", request.response().bytesWritten())
            .put("ms", (System.nanoTime() - start) / 1_000_000);
    String rejection = request.get(REFUSED);
    return rejection == null
        ? line.encode()
        : line.put(REFUSED, rejection).put("client", ClientAddresses.clientId(request)).encode();
  }
}

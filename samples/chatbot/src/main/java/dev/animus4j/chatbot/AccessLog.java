package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Writes a line of JSON for every request: what was asked by which route, never with what words,
 * keys or ids; and of one that was refused, why and where it came from. A request that led to an
 * exchange has its id, so that both are found together.
 */
final class AccessLog implements Handler<RoutingContext> {
  private static final String ID = "request";
  private static final String REFUSED = "refused";

  private final Consumer<String> lines;

  AccessLog(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Gives a request the id of what it is about. */
  static void name(RoutingContext request, String id) {
    request.put(ID, id);
  }

  /** The id of what it is about. */
  static String name(RoutingContext request) {
    String id = request.get(ID);
    return id == null ? "unknown" : id;
  }

  /** It was not answered as wished. */
  static void refused(RoutingContext request, String kind) {
    request.put(REFUSED, kind);
  }

  @Override
  public void handle(RoutingContext request) {
    long start = System.nanoTime();
    name(request, UUID.randomUUID().toString());
    request.addHeadersEndHandler(
        head -> request.response().putHeader("X-Request-Id", name(request)));
    request.addEndHandler(end -> lines.accept(line(request, start)));
    request.next();
  }

  private static String line(RoutingContext request, long start) {
    Route route = request.currentRoute();
    String path = route == null || route.getPath() == null ? "other" : route.getPath();
    JsonObject line =
        new JsonObject()
            .put("time", Instant.now().toString())
            .put("request", name(request))
            .put("method", request.request().method().name())
            .put("route", path)
            .put("status", request.response().getStatusCode())
            .put("bytes", request.response().bytesWritten())
            .put("ms", (System.nanoTime() - start) / 1_000_000);
    String refused = request.get(REFUSED);
    return refused == null
        ? line.encode()
        : line.put(REFUSED, refused).put("client", Clients.of(request)).encode();
  }
}

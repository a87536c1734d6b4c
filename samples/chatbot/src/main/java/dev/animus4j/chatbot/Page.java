package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page, and the files around it, as they came with the program: nothing of the directory in
 * which it runs is ever served.
 */
final class Page implements Handler<RoutingContext> {
  private static final Pattern NAME = Pattern.compile("/([a-z][a-z0-9-]*\\.([a-z]{2,4}))");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Buffer> files = new ConcurrentHashMap<>();

  @Override
  public void handle(RoutingContext request) {
    String path = request.request().path();
    Matcher name = NAME.matcher("/".equals(path) ? "/index.html" : "" + path);
    String type = name.matches() ? TYPES.get(name.group(2)) : null;
    Optional<Buffer> file = type == null ? Optional.empty() : file("/page/" + name.group(1));
    if (type == null || file.isEmpty()) {
      request.next();
    } else {
      request.response().putHeader("Cache-Control", "public, max-age=60");
      answer(request, file.get(), type);
    }
  }

  /** {@code GET /openapi.json}. */
  void description(RoutingContext request) {
    answer(request, file("/openapi.json").orElseThrow(), "application/json");
  }

  private static void answer(RoutingContext request, Buffer file, String type) {
    request.response().putHeader("Content-Type", type).end(file);
  }

  /** There are few, so that they are kept; what is not there is not. */
  private Optional<Buffer> file(String name) {
    Buffer known = files.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    try (InputStream file = Page.class.getResourceAsStream(name)) {
      Optional<Buffer> read =
          file == null ? Optional.empty() : Optional.of(Buffer.buffer(file.readAllBytes()));
      read.ifPresent(bytes -> files.put(name, bytes));
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

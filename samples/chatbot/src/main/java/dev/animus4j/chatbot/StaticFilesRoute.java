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

/** The page and its files, from the class path: files of the working directory are never served. */
final class StaticFilesRoute implements Handler<RoutingContext> {
  private static final Pattern NAME = Pattern.compile("/([a-z][a-z0-9-]*\\.([a-z]{2,4}))");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private static final String CACHED = "public, max-age=60";

  private final Map<String, Buffer> files = new ConcurrentHashMap<>();
  private final ResponseSender responseSender;

  StaticFilesRoute(ResponseSender responseSender) {
    this.responseSender = responseSender;
  }

  @Override
  public void handle(RoutingContext request) {
    String path = request.request().path();
    Matcher name = NAME.matcher("/".equals(path) ? "/index.html" : "" + path);
    String type = name.matches() ? TYPES.get(name.group(2)) : null;
    Optional<Buffer> file = type == null ? Optional.empty() : file("/page/" + name.group(1));
    if (type == null || file.isEmpty()) {
      request.next();
    } else {
      respond(request, file.get(), Map.of("Content-Type", type, "Cache-Control", CACHED));
    }
  }

  /** {@code GET /openapi.json}. */
  void openApi(RoutingContext request) {
    Buffer file = file("/openapi.json").orElseThrow();
    respond(request, file, Map.of("Content-Type", "application/json"));
  }

  private void respond(RoutingContext request, Buffer file, Map<String, String> headers) {
    var unused =
        responseSender.send(
            request,
            file.length(),
            scheduler -> {
              headers.forEach(request.response()::putHeader);
              return responseSender.awaitWrite(request.response().end(file), scheduler, file);
            });
  }

  /** Files are few, and cached; missing ones are not. */
  private Optional<Buffer> file(String name) {
    Buffer known = files.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    try (InputStream file = StaticFilesRoute.class.getResourceAsStream(name)) {
      Optional<Buffer> read =
          file == null ? Optional.empty() : Optional.of(Buffer.buffer(file.readAllBytes()));
      read.ifPresent(bytes -> files.put(name, bytes));
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

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
import org.jspecify.annotations.Nullable;

/** The page and its files, from the class path: files of the working directory are never served. */
final class StaticFilesRoute implements Handler<RoutingContext> {
  private static final Pattern NAME = Pattern.compile("/[a-z][a-z0-9-]*\\.([a-z]{2,4})");
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
    String name = name("" + request.request().path());
    String type = type(name);
    Optional<Buffer> file = type == null ? Optional.empty() : file("/page" + name);
    if (type == null || file.isEmpty()) {
      request.next();
    } else {
      respond(request, file.get(), Map.of("Content-Type", type, "Cache-Control", CACHED));
    }
  }

  /** Whether a path is that of the page or of one of its files. */
  boolean exists(String path) {
    String name = name(path);
    return type(name) != null && file("/page" + name).isPresent();
  }

  private static String name(String path) {
    return path.equals("/") ? "/index.html" : path;
  }

  private static @Nullable String type(String name) {
    Matcher parts = NAME.matcher(name);
    return parts.matches() ? TYPES.get(parts.group(1)) : null;
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

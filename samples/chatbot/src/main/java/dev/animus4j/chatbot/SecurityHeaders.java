package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Security headers of every response. There is no CORS: only the own page may read responses. */
record SecurityHeaders(boolean https) implements Handler<RoutingContext> {
  private static final String CONTENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy", CONTENT,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), microphone=(), geolocation=()");

  @Override
  public void handle(RoutingContext request) {
    HEADERS.forEach(request.response()::putHeader);
    if (https) {
      request.response().putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    request.next();
  }
}

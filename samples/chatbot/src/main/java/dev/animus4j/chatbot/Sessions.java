package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells users apart by a signed cookie, and gives one to who has none. */
final class Sessions implements Handler<RoutingContext> {
  private static final String NAME = "session";
  private static final long AGE = Duration.ofDays(30).toSeconds();

  private final Signature signature;
  private final boolean https;

  Sessions(Settings.Security security) {
    this.signature = Signature.with(security.secret());
    this.https = security.https();
  }

  /** Whose request it is. */
  static String of(RoutingContext request) {
    return request.get(NAME);
  }

  @Override
  public void handle(RoutingContext request) {
    Cookie cookie = request.request().getCookie(NAME);
    String known = cookie == null ? null : known(cookie.getValue());
    request.put(NAME, known == null ? begun(request) : known);
    request.next();
  }

  private @Nullable String known(String value) {
    int dot = value.indexOf('.');
    String id = value.substring(0, Math.max(0, dot));
    return dot > 0 && signature.signs("session " + id, value.substring(dot + 1)) ? id : null;
  }

  private String begun(RoutingContext request) {
    String id = Signature.random(16);
    request
        .response()
        .addCookie(
            Cookie.cookie(NAME, id + "." + signature.of("session " + id))
                .setPath("/")
                .setMaxAge(AGE)
                .setHttpOnly(true)
                .setSecure(https)
                .setSameSite(CookieSameSite.STRICT));
    return id;
  }
}

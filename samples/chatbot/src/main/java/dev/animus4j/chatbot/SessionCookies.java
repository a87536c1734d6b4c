package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Completable;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Identifies sessions by a signed cookie, renewed daily and valid for a month. It is issued only to
 * requests of the own page, never to a link.
 */
final class SessionCookies implements Handler<RoutingContext> {
  private static final String SESSION = "session";
  private static final String VALUE = "=([\\w-]{22})\\.(\\d{1,12})\\.([\\w-]{43})(?![^;])";
  private static final Duration FRESH = Duration.ofDays(1);

  private final HmacSigner hmacSigner;
  private final boolean https;
  private final String name;
  private final Pattern cookie;
  private final RateLimit newSessionLimit;
  private final RevokedSessions revoked;
  private final InstantSource clock;

  /**
   * Creates the handler.
   *
   * @param newSessionLimit limits the new sessions of each client
   * @param revoked sessions whose cookies are rejected
   */
  SessionCookies(
      ChatbotSettings.Security security,
      RateLimit newSessionLimit,
      RevokedSessions revoked,
      InstantSource clock) {
    this.hmacSigner = HmacSigner.of(security.secrets());
    this.https = security.https();
    this.name = https ? "__Host-session" : "session";
    this.cookie = Pattern.compile("(?<![^; ])" + name + VALUE);
    this.newSessionLimit = newSessionLimit;
    this.revoked = revoked;
    this.clock = clock;
  }

  /** The session of a request; empty if there is none. */
  static ClientSession clientSession(RoutingContext request) {
    String session = request.get(SESSION);
    return new ClientSession(ClientAddresses.clientId(request), session == null ? "" : session);
  }

  /** Identifies the session; a foreign cookie of the same name does not hide it. */
  @Override
  public void handle(RoutingContext request) {
    request.request().headers().getAll("Cookie").stream()
        .flatMap(cookies -> cookie.matcher(cookies).results())
        .filter(this::isValid)
        .findFirst()
        .ifPresent(parts -> identify(request, parts));
    request.next();
  }

  private void identify(RoutingContext request, MatchResult parts) {
    request.put(SESSION, parts.group(1));
    if (age(parts).compareTo(FRESH) > 0) {
      setCookie(request, parts.group(1));
    }
  }

  private boolean isValid(MatchResult parts) {
    String signed = signedText(parts.group(1), Long.parseLong(parts.group(2)));
    return hmacSigner.verify(signed, parts.group(3))
        && age(parts).compareTo(RevokedSessions.AGE) < 0
        && !revoked.contains(parts.group(1));
  }

  private Duration age(MatchResult parts) {
    Instant issued = Instant.ofEpochSecond(Long.parseLong(parts.group(2)));
    return Duration.between(issued, clock.instant());
  }

  /** Begins a session if there is none. */
  void begin(RoutingContext request) {
    if (clientSession(request).session().isEmpty()) {
      newSessionLimit.acquire(ClientAddresses.clientId(request));
      String id = HmacSigner.randomText(16);
      request.put(SESSION, id);
      setCookie(request, id);
    }
    request.next();
  }

  /** Ends the session: copies of its cookie are no longer valid. */
  Completable end(RoutingContext request) {
    request.response().addCookie(cookie("").setMaxAge(0));
    request.response().putHeader("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
    return revoked.add(clientSession(request).session());
  }

  private void setCookie(RoutingContext request, String id) {
    long now = clock.instant().getEpochSecond();
    String value = id + "." + now + "." + hmacSigner.sign(signedText(id, now));
    request.response().addCookie(cookie(value).setMaxAge(RevokedSessions.AGE.toSeconds()));
  }

  private static String signedText(String id, long time) {
    return "session " + id + " " + time;
  }

  private Cookie cookie(String value) {
    return Cookie.cookie(name, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(https)
        .setSameSite(CookieSameSite.STRICT);
  }
}

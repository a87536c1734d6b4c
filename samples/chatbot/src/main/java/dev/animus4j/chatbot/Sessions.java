package dev.animus4j.chatbot;

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
 * Tells users apart by a signed cookie, which is made anew every day and believed for a month. It
 * is only given for something that a page of ours asks, never for a link.
 */
final class Sessions implements Handler<RoutingContext> {
  private static final String SESSION = "session";
  private static final String VALUE = "=([\\w-]{22})\\.(\\d{1,12})\\.([\\w-]{43})(?![^;])";
  private static final Duration FRESH = Duration.ofDays(1);

  private final Signature signature;
  private final boolean https;
  private final String name;
  private final Pattern cookie;
  private final RateLimit beginnings;
  private final EndedSessions ended;
  private final InstantSource clock;

  /**
   * Sessions that have not begun.
   *
   * @param beginnings how many each client may begin
   * @param ended those whose cookies are not believed
   */
  Sessions(
      Settings.Security security, RateLimit beginnings, EndedSessions ended, InstantSource clock) {
    this.signature = Signature.with(security.secrets());
    this.https = security.https();
    this.name = https ? "__Host-session" : "session";
    this.cookie = Pattern.compile("(?<![^; ])" + name + VALUE);
    this.beginnings = beginnings;
    this.ended = ended;
    this.clock = clock;
  }

  /** Whose request it is; a session that is empty has nothing. */
  static Owner of(RoutingContext request) {
    String session = request.get(SESSION);
    return new Owner(Clients.of(request), session == null ? "" : session);
  }

  /** Finds out whose request it is; a foreign cookie of the same name hides no session. */
  @Override
  public void handle(RoutingContext request) {
    request.request().headers().getAll("Cookie").stream()
        .flatMap(cookies -> cookie.matcher(cookies).results())
        .filter(this::isBelieved)
        .findFirst()
        .ifPresent(parts -> know(request, parts));
    request.next();
  }

  private void know(RoutingContext request, MatchResult parts) {
    request.put(SESSION, parts.group(1));
    if (age(parts).compareTo(FRESH) > 0) {
      give(request, parts.group(1));
    }
  }

  private boolean isBelieved(MatchResult parts) {
    String signed = signed(parts.group(1), Long.parseLong(parts.group(2)));
    return signature.signs(signed, parts.group(3))
        && age(parts).compareTo(EndedSessions.AGE) < 0
        && !ended.contains(parts.group(1));
  }

  private Duration age(MatchResult parts) {
    Instant given = Instant.ofEpochSecond(Long.parseLong(parts.group(2)));
    return Duration.between(given, clock.instant());
  }

  /** Begins a session where there is none. */
  void begin(RoutingContext request) {
    if (of(request).session().isEmpty()) {
      beginnings.take(Clients.of(request));
      String id = Signature.random(16);
      request.put(SESSION, id);
      give(request, id);
    }
    request.next();
  }

  /** Ends the session: its cookie is worth nothing any more, wherever it is. */
  void end(RoutingContext request) {
    ended.add(of(request).session());
    request.response().addCookie(cookie("").setMaxAge(0));
    request.response().putHeader("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
  }

  private void give(RoutingContext request, String id) {
    long now = clock.instant().getEpochSecond();
    String value = id + "." + now + "." + signature.of(signed(id, now));
    request.response().addCookie(cookie(value).setMaxAge(EndedSessions.AGE.toSeconds()));
  }

  private static String signed(String id, long time) {
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

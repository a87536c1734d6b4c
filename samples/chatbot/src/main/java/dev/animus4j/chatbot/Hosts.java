package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who asks for this service by a name of its own, and no page but its own: a foreign name
 * that leads here (DNS rebinding), another site, and another port of this machine stay outside.
 */
final class Hosts implements Handler<RoutingContext> {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::(\\d{1,5}))?");
  private static final Problem UNKNOWN =
      new Problem(421, "misdirected", "This service has another name.");
  private static final Problem FOREIGN =
      new Problem(403, "forbidden", "Only the page of this service may ask that.");

  private final Set<String> names;
  private final String scheme;
  private final String port;

  Hosts(Settings.Security security) {
    this.names = security.hosts();
    this.scheme = security.https() ? "https" : "http";
    this.port = security.https() ? "443" : "80";
  }

  @Override
  public void handle(RoutingContext request) {
    HttpServerRequest asked = request.request();
    List<String> hosts = asked.headers().getAll("Host");
    String host = hosts.size() == 1 ? normal(hosts.get(0)) : "";
    if (host.isEmpty()) {
      throw new Problem(400, "malformed", "The request cannot be understood.");
    }
    if (!names.contains(host) && !names.contains(host.substring(0, host.lastIndexOf(':')))) {
      throw UNKNOWN;
    }
    if (!isOurs(asked, host)) {
      throw FOREIGN;
    }
    request.next();
  }

  /** With its port; empty for what is no host. */
  private String normal(String host) {
    Matcher parts = AUTHORITY.matcher(host.toLowerCase(Locale.ROOT));
    return parts.matches()
        ? parts.group(1) + ":" + (parts.group(2) == null ? port : parts.group(2))
        : "";
  }

  /** Browsers say in one way or another which page asks; who is no browser need not say. */
  private boolean isOurs(HttpServerRequest asked, String host) {
    boolean reads = Set.of("GET", "HEAD").contains(asked.method().name());
    List<String> origins = asked.headers().getAll("Origin");
    if (!origins.stream().allMatch(origin -> isPageOf(host, origin))) {
      return false;
    }
    if (origins.isEmpty() && !reads && !isPageOf(host, asked.getHeader("Referer"))) {
      return false;
    }
    String site = asked.getHeader("Sec-Fetch-Site");
    boolean visits = reads && "navigate".equals(asked.getHeader("Sec-Fetch-Mode"));
    return site == null || site.equals("same-origin") || site.equals("none") || visits;
  }

  private boolean isPageOf(String host, @Nullable String address) {
    if (address == null) {
      return true;
    }
    String start = scheme + "://";
    String rest = address.startsWith(start) ? address.substring(start.length()) : "";
    return normal(rest.replaceFirst("/.*", "")).equals(host);
  }
}

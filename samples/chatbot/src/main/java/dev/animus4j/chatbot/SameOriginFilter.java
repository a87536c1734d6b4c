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
 * Accepts requests to a configured host from its own page only: rejects foreign host names (DNS
 * rebinding), other sites, and other ports of this machine.
 */
final class SameOriginFilter implements Handler<RoutingContext> {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::(\\d{1,5}))?");
  private static final Problem UNKNOWN =
      new Problem(421, "misdirected", "This service has another name.");
  private static final Problem FOREIGN =
      new Problem(403, "forbidden", "Only the page of this service may ask that.");

  private final Set<String> names;
  private final String scheme;
  private final String port;

  SameOriginFilter(ChatbotSettings.Security security) {
    this.names = security.hosts();
    this.scheme = security.https() ? "https" : "http";
    this.port = security.https() ? "443" : "80";
  }

  @Override
  public void handle(RoutingContext request) {
    HttpServerRequest httpRequest = request.request();
    List<String> hosts = httpRequest.headers().getAll("Host");
    String host = hosts.size() == 1 ? normalize(hosts.get(0)) : "";
    if (host.isEmpty()) {
      throw new Problem(400, "malformed", "The request cannot be understood.");
    }
    if (!names.contains(host) && !names.contains(host.substring(0, host.lastIndexOf(':')))) {
      throw UNKNOWN;
    }
    if (!isSameOrigin(httpRequest, host)) {
      throw FOREIGN;
    }
    request.next();
  }

  /** Host with its port; empty if it is invalid. */
  private String normalize(String host) {
    Matcher parts = AUTHORITY.matcher(host.toLowerCase(Locale.ROOT));
    return parts.matches()
        ? parts.group(1) + ":" + (parts.group(2) == null ? port : parts.group(2))
        : "";
  }

  /** Browsers send the origin in one header or another; clients that send none are no browsers. */
  private boolean isSameOrigin(HttpServerRequest request, String host) {
    boolean reads = Set.of("GET", "HEAD").contains(request.method().name());
    List<String> origins = request.headers().getAll("Origin");
    if (!origins.stream().allMatch(origin -> isPageOf(host, origin))) {
      return false;
    }
    if (origins.isEmpty() && !reads && !isPageOf(host, request.getHeader("Referer"))) {
      return false;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    boolean visits = reads && "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
    return site == null || site.equals("same-origin") || site.equals("none") || visits;
  }

  private boolean isPageOf(String host, @Nullable String address) {
    if (address == null) {
      return true;
    }
    String start = scheme + "://";
    String rest = address.startsWith(start) ? address.substring(start.length()) : "";
    return normalize(rest.replaceFirst("/.*", "")).equals(host);
  }
}

package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;

/** Base URLs of endpoints: their form, and what is appended to them. */
final class BaseUrls {
  private BaseUrls() {}

  /**
   * Returns this base URL, stripped.
   *
   * @throws IllegalArgumentException naming the provider, when it cannot be one
   */
  static String of(String provider, String baseUrl) {
    String url = baseUrl.strip();
    String wrong = problem(url);
    if (wrong != null) {
      throw new IllegalArgumentException(provider + ": the base URL " + wrong);
    }
    return url;
  }

  /** Returns the URL with this path after its own, and its query. */
  static URI append(String baseUrl, String path) {
    if (path.isEmpty()) {
      return URI.create(baseUrl);
    }
    int query = baseUrl.indexOf('?');
    String base = query < 0 ? baseUrl : baseUrl.substring(0, query);
    String parameters = query < 0 ? "" : baseUrl.substring(query);
    String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(start + (path.startsWith("/") ? "" : "/") + path + parameters);
  }

  /** Returns the URL with one more query parameter. */
  static String addParameter(String url, String name, String value) {
    return url + (url.indexOf('?') < 0 ? "?" : "&") + encode(name) + "=" + encode(value);
  }

  private static String encode(String text) {
    return URLEncoder.encode(WellFormedText.of(text), UTF_8).replace("+", "%20");
  }

  private static @Nullable String problem(String baseUrl) {
    try {
      return problem(new URI(baseUrl));
    } catch (URISyntaxException e) {
      return "is not a URL: " + e.getReason();
    }
  }

  private static @Nullable String problem(URI url) {
    String scheme = url.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      return "must start with http:// or https://";
    }
    if (WebAddress.host(url) == null) {
      return "names no host";
    }
    boolean more = url.getRawAuthority().indexOf('@') >= 0 || url.getRawFragment() != null;
    return more ? "must not contain user or fragment" : null;
  }
}

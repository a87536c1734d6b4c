package dev.animus4j.http;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider answers, and how to talk to it.
 *
 * @param provider its name, as it appears in failures
 * @param baseUrl an absolute http or https URL without user, query or fragment; a slash at its end
 *     makes no difference
 * @param credentials where the bearer token comes from
 * @param timeouts how long one attempt may take
 * @param failures what its refusals mean
 * @param whenUsedUp told how long to leave the provider alone, whenever the headers of an answer,
 *     be it a success, say that a rate limit is used up ({@code x-ratelimit-remaining-*: 0})
 */
public record Endpoint(
    String provider,
    String baseUrl,
    Credentials credentials,
    Timeouts timeouts,
    Failures failures,
    Consumer<Duration> whenUsedUp) {

  /**
   * @throws IllegalArgumentException when {@code baseUrl} is not such a URL
   */
  public Endpoint {
    String wrong = wrong(baseUrl);
    if (wrong != null) {
      throw new IllegalArgumentException(provider + ": the base URL " + wrong);
    }
    baseUrl = baseUrl.strip();
  }

  /** An endpoint whose rate limits nobody watches. */
  public Endpoint(
      String provider,
      String baseUrl,
      Credentials credentials,
      Timeouts timeouts,
      Failures failures) {
    this(provider, baseUrl, credentials, timeouts, failures, wait -> {});
  }

  /** An endpoint whose refusals mean what their status says. */
  public static Endpoint of(
      String provider, String baseUrl, Credentials credentials, Timeouts timeouts) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, Failures.byStatus());
  }

  /** The same endpoint, but for this. */
  public Endpoint withBaseUrl(String baseUrl) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failures, whenUsedUp);
  }

  /** The same endpoint, but for this. */
  public Endpoint withCredentials(Credentials credentials) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failures, whenUsedUp);
  }

  /** The same endpoint, but for this. */
  public Endpoint withTimeouts(Timeouts timeouts) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failures, whenUsedUp);
  }

  /** The same endpoint, but for this. */
  public Endpoint withFailures(Failures failures) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failures, whenUsedUp);
  }

  /** The same endpoint, but for this; such as {@code endpoint.withWhenUsedUp(guards::pause)}. */
  public Endpoint withWhenUsedUp(Consumer<Duration> whenUsedUp) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failures, whenUsedUp);
  }

  /**
   * A POST that accepts JSON.
   *
   * @param path appended to the base URL with exactly one slash between; empty for the URL itself
   * @param body written as JSON each time the call is sent; a {@code Buffer} is sent as it is; null
   *     sends no body
   */
  public HttpCall post(String path, @Nullable Object body) {
    return new HttpCall(
        this, HttpMethod.POST, url(path), Map.of(), body, "application/json", false);
  }

  /** A GET that accepts JSON; for {@code path} see {@link #post}. */
  public HttpCall get(String path) {
    return new HttpCall(this, HttpMethod.GET, url(path), Map.of(), null, "application/json", false);
  }

  /** Says nothing of credentials, which may be anything. */
  @Override
  public String toString() {
    return "Endpoint[" + provider + " " + baseUrl + "]";
  }

  private URI url(String path) {
    if (path.isEmpty()) {
      return URI.create(baseUrl);
    }
    String base = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    return URI.create(path.startsWith("/") ? base + path : base + "/" + path);
  }

  private static @Nullable String wrong(String baseUrl) {
    try {
      return wrong(new URI(baseUrl.strip()));
    } catch (URISyntaxException e) {
      return "is not a URL: " + e.getReason();
    }
  }

  private static @Nullable String wrong(URI url) {
    String scheme = url.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      return "must start with http:// or https://";
    }
    if (url.getHost() == null) {
      return "names no host";
    }
    boolean more = url.getRawUserInfo() != null || url.getRawQuery() != null;
    return more || url.getRawFragment() != null ? "must not contain user, query or fragment" : null;
  }
}

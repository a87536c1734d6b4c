package dev.animus4j.http;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Base URL of a provider, with credentials, timeouts and failure mapping.
 *
 * @param provider its name, as it appears in failures
 * @param baseUrl an absolute http or https URL without user, query or fragment; a slash at its end
 *     makes no difference
 * @param credentials the source of the bearer token
 * @param timeouts how long one attempt may take
 * @param failures maps its error responses to failures
 * @param whenUsedUp called with the time to wait, whenever the headers of a response, also of a
 *     successful one, report that a rate limit is used up ({@code x-ratelimit-remaining-*: 0})
 */
public record Endpoint(
    String provider,
    String baseUrl,
    Credentials credentials,
    Timeouts timeouts,
    FailureMapping failures,
    Consumer<Duration> whenUsedUp) {

  /**
   * @throws IllegalArgumentException when {@code baseUrl} is not such a URL
   */
  public Endpoint {
    String wrong = problem(baseUrl);
    if (wrong != null) {
      throw new IllegalArgumentException(provider + ": the base URL " + wrong);
    }
    baseUrl = baseUrl.strip();
  }

  /** Creates an endpoint without a listener for used-up rate limits. */
  public Endpoint(
      String provider,
      String baseUrl,
      Credentials credentials,
      Timeouts timeouts,
      FailureMapping failureMapping) {
    this(provider, baseUrl, credentials, timeouts, failureMapping, wait -> {});
  }

  /** Creates an endpoint whose error responses are mapped by status. */
  public static Endpoint of(
      String provider, String baseUrl, Credentials credentials, Timeouts timeouts) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, FailureMapping.byStatus());
  }

  /** Returns this endpoint with another base URL. */
  public Endpoint withBaseUrl(String baseUrl) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failures, whenUsedUp);
  }

  /** Returns this endpoint with other credentials. */
  public Endpoint withCredentials(Credentials credentials) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failures, whenUsedUp);
  }

  /** Returns this endpoint with other timeouts. */
  public Endpoint withTimeouts(Timeouts timeouts) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failures, whenUsedUp);
  }

  /** Returns this endpoint with another failure mapping. */
  public Endpoint withFailures(FailureMapping failureMapping) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failureMapping, whenUsedUp);
  }

  /**
   * Returns this endpoint with a listener, such as {@code endpoint.withWhenUsedUp(policy::pause)}.
   */
  public Endpoint withWhenUsedUp(Consumer<Duration> whenUsedUp) {
    return new Endpoint(provider, baseUrl, credentials, timeouts, failures, whenUsedUp);
  }

  /**
   * Creates a POST that accepts JSON.
   *
   * @param path appended to the base URL with exactly one slash between; empty for the URL itself
   * @param body written as JSON each time the call is sent; a {@code Buffer} is sent as it is; null
   *     sends no body
   */
  public HttpCall post(String path, @Nullable Object body) {
    return new HttpCall(
        this, HttpMethod.POST, url(path), Map.of(), body, "application/json", false);
  }

  /** Creates a GET that accepts JSON; for {@code path} see {@link #post}. */
  public HttpCall get(String path) {
    return new HttpCall(this, HttpMethod.GET, url(path), Map.of(), null, "application/json", false);
  }

  /** Omits the credentials. */
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

  private static @Nullable String problem(String baseUrl) {
    try {
      return problem(new URI(baseUrl.strip()));
    } catch (URISyntaxException e) {
      return "is not a URL: " + e.getReason();
    }
  }

  private static @Nullable String problem(URI url) {
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

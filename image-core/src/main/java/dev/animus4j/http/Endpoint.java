package dev.animus4j.http;

import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Base URL of a provider, with all that each request to it has in common. Create one with {@link
 * #of}, and change it with the methods below.
 *
 * @param provider its name, as it appears in failures, events and usage; users may see it
 * @param baseUrl an absolute http or https URL without user or fragment; a slash at its end makes
 *     no difference; its query, such as {@code ?api-version=1}, is sent with each request
 * @param credentials the source of the token
 * @param authentication how the token is sent
 * @param headers further headers of each request; kept out of messages
 * @param timeouts how long one attempt may take
 * @param failures maps its error responses to failures
 * @param whenUsedUp called with the time to wait, whenever the headers of a response, also of a
 *     successful one, report that a rate limit is used up ({@code x-ratelimit-remaining-*: 0})
 */
public record Endpoint(
    String provider,
    String baseUrl,
    Credentials credentials,
    AuthenticationScheme authentication,
    Map<String, String> headers,
    Timeouts timeouts,
    FailureMapping failures,
    Consumer<Duration> whenUsedUp) {
  private static final String JSON = "application/json";

  /**
   * @throws IllegalArgumentException when {@code baseUrl} is not such a URL
   */
  public Endpoint {
    baseUrl = BaseUrls.of(provider, baseUrl).toString();
    headers = Map.copyOf(headers);
  }

  /**
   * Creates an endpoint with bearer authentication, no further headers, and error responses that
   * are mapped by status.
   */
  public static Endpoint of(
      String provider, String baseUrl, Credentials credentials, Timeouts timeouts) {
    AuthenticationScheme bearer = AuthenticationScheme.bearer();
    FailureMapping byStatus = FailureMapping.byStatus();
    return new Endpoint(
        provider, baseUrl, credentials, bearer, Map.of(), timeouts, byStatus, wait -> {});
  }

  /**
   * Creates an endpoint of OpenAI, or of a server that is compatible with it, with the failures of
   * OpenAI. It is called {@code OpenAI} at api.openai.com, else {@code OpenAI-compatible}; see
   * {@link #withProvider}.
   */
  public static Endpoint openAi(String baseUrl, Credentials credentials, Timeouts timeouts) {
    Endpoint endpoint = of("OpenAI-compatible", baseUrl, credentials, timeouts);
    boolean isOpenAi = "api.openai.com".equalsIgnoreCase(URI.create(endpoint.baseUrl).getHost());
    return endpoint
        .withProvider(isOpenAi ? "OpenAI" : endpoint.provider)
        .withFailures(FailureMapping.openAi());
  }

  /** Returns this endpoint with another name of the provider. */
  public Endpoint withProvider(String provider) {
    return new Endpoint(
        provider, baseUrl, credentials, authentication, headers, timeouts, failures, whenUsedUp);
  }

  /** Returns this endpoint with another base URL. */
  public Endpoint withBaseUrl(String baseUrl) {
    return new Endpoint(
        provider, baseUrl, credentials, authentication, headers, timeouts, failures, whenUsedUp);
  }

  /** Returns this endpoint with one more query parameter; name and value are encoded here. */
  public Endpoint withQueryParameter(String name, String value) {
    return withBaseUrl(BaseUrls.addParameter(baseUrl, name, value));
  }

  /** Returns this endpoint with other credentials. */
  public Endpoint withCredentials(Credentials credentials) {
    return new Endpoint(
        provider, baseUrl, credentials, authentication, headers, timeouts, failures, whenUsedUp);
  }

  /**
   * Returns this endpoint, whose calls fail with Authentication, unsent, when there is no token;
   * this one itself if it sends none.
   */
  public Endpoint withRequiredToken() {
    return authentication.equals(AuthenticationScheme.none())
        ? this
        : withCredentials(new RequiredToken(credentials, FailureOrigin.of(provider)));
  }

  /** Returns this endpoint, which sends its token in another way. */
  public Endpoint withAuthentication(AuthenticationScheme authentication) {
    return new Endpoint(
        provider, baseUrl, credentials, authentication, headers, timeouts, failures, whenUsedUp);
  }

  /** Returns this endpoint with one more header; it replaces the client's own of the same name. */
  public Endpoint withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new Endpoint(
        provider, baseUrl, credentials, authentication, more, timeouts, failures, whenUsedUp);
  }

  /** Returns this endpoint with other timeouts. */
  public Endpoint withTimeouts(Timeouts timeouts) {
    return new Endpoint(
        provider, baseUrl, credentials, authentication, headers, timeouts, failures, whenUsedUp);
  }

  /** Returns this endpoint with another failure mapping. */
  public Endpoint withFailures(FailureMapping failureMapping) {
    return new Endpoint(
        provider,
        baseUrl,
        credentials,
        authentication,
        headers,
        timeouts,
        failureMapping,
        whenUsedUp);
  }

  /**
   * Returns this endpoint with a listener, such as {@code endpoint.withWhenUsedUp(policy::pause)}.
   */
  public Endpoint withWhenUsedUp(Consumer<Duration> whenUsedUp) {
    return new Endpoint(
        provider, baseUrl, credentials, authentication, headers, timeouts, failures, whenUsedUp);
  }

  /**
   * Creates a POST that accepts JSON.
   *
   * @param path appended to the path of the base URL with exactly one slash between; empty for the
   *     URL itself
   * @param body written as JSON each time the call is sent; for others see {@link HttpCall}; null
   *     sends no body
   */
  public HttpCall post(String path, @Nullable Object body) {
    return new HttpCall(this, HttpMethod.POST, url(path), headers, body, JSON, false);
  }

  /** Creates a GET that accepts JSON; for {@code path} see {@link #post}. */
  public HttpCall get(String path) {
    return new HttpCall(this, HttpMethod.GET, url(path), headers, null, JSON, false);
  }

  /** Creates a DELETE that accepts JSON; for {@code path} see {@link #post}. */
  public HttpCall delete(String path) {
    return new HttpCall(this, HttpMethod.DELETE, url(path), headers, null, JSON, false);
  }

  private URI url(String path) {
    return BaseUrls.append(baseUrl, path);
  }

  /** Omits the credentials, the headers and the query. */
  @Override
  public String toString() {
    return "Endpoint[" + provider + " " + baseUrl.replaceFirst("\\?.*", "") + "]";
  }
}

package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientForm;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Request that has not been sent. It can be sent any number of times; each time the token is
 * requested and the body is written anew.
 *
 * @param endpoint the endpoint whose credentials, timeouts and failure mapping apply
 * @param method the HTTP method
 * @param url the URL, query included; kept out of messages
 * @param headers further headers; they replace the client's own of the same name
 * @param body an object to be written as JSON, a {@code Buffer} to be sent as it is (set its {@code
 *     Content-Type} header), a {@code ClientForm} or {@code ClientMultipartForm} of buffers (its
 *     files would be read on the event loop), a {@link StreamedRequestBody}, or null
 * @param accept the media type asked for
 * @param foreign whether the URL came from a provider: it may connect only to addresses within
 *     {@link HttpOptions#addressPolicy()}
 */
public record HttpCall(
    Endpoint endpoint,
    HttpMethod method,
    URI url,
    Map<String, String> headers,
    @Nullable Object body,
    String accept,
    boolean foreign) {
  private static final String EVENT_STREAM = "text/event-stream";

  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /** Returns the same call, accepting another media type. */
  public HttpCall withAccept(String mediaType) {
    return new HttpCall(endpoint, method, url, headers, body, mediaType, foreign);
  }

  /** Returns the same call, accepting an event stream. */
  public HttpCall withEventStream() {
    return withAccept(EVENT_STREAM).withHeader("Cache-Control", "no-cache");
  }

  boolean acceptsEventStream() {
    return accept.equals(EVENT_STREAM);
  }

  /** Returns the same call with other timeouts. */
  public HttpCall withTimeouts(Timeouts timeouts) {
    Endpoint patient = endpoint.withTimeouts(timeouts);
    return new HttpCall(patient, method, url, headers, body, accept, foreign);
  }

  /** Returns the same call with one more header. */
  public HttpCall withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new HttpCall(endpoint, method, url, more, body, accept, foreign);
  }

  /** Returns the same call with one more query parameter; name and value are encoded here. */
  public HttpCall withQueryParameter(String name, String value) {
    URI more = URI.create(BaseUrls.addParameter(url.toString(), name, value));
    return new HttpCall(endpoint, method, more, headers, body, accept, foreign);
  }

  @Nullable Buffer encodeBody() {
    if (body == null || body instanceof StreamedRequestBody || body instanceof ClientForm) {
      return null;
    }
    return body instanceof Buffer bytes ? bytes : Json.write(body);
  }

  /** Returns the same call with this body. */
  public HttpCall withBody(Object body) {
    return new HttpCall(endpoint, method, url, headers, body, accept, foreign);
  }

  /** Host and port, for messages. */
  String hostAndPort() {
    return host() + ":" + port();
  }

  @Nullable String host() {
    return WebAddress.host(url);
  }

  int port() {
    int standard = isSecure() ? 443 : 80;
    int port = WebAddress.port(url);
    return port < 0 ? standard : port;
  }

  /** The target as request options, so that Vert.x need not parse the URL again. */
  RequestOptions requestOptions() {
    boolean web = isSecure() || "http".equalsIgnoreCase(url.getScheme());
    if (!web || host() == null) {
      return new RequestOptions().setAbsoluteURI(url.toString());
    }
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery();
    return new RequestOptions()
        .setSsl(isSecure())
        .setHost(host())
        .setPort(port())
        .setURI(query == null ? path : path + "?" + query);
  }

  boolean isSecure() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** Omits query, headers and body. */
  @Override
  public String toString() {
    return "HttpCall[" + method + " " + hostAndPort() + url.getRawPath() + "]";
  }
}

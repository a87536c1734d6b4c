package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that has not been sent. It can be sent any number of times; each time the token is
 * asked for and the body is written anew.
 *
 * @param endpoint whose credentials, limits and failures apply
 * @param method the HTTP method
 * @param url where it goes, query included; kept out of messages
 * @param headers further headers; they replace the client's own of the same name
 * @param body an object to be written as JSON, a {@code Buffer} to be sent as it is (say in a
 *     header what it is), an {@link Upload}, or null
 * @param accept the media type asked for
 * @param foreign whether the URL came from somebody else: it is followed within {@link
 *     HttpOptions#reach()} only
 */
public record HttpCall(
    Endpoint endpoint,
    HttpMethod method,
    URI url,
    Map<String, String> headers,
    @Nullable Object body,
    String accept,
    boolean foreign) {

  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /** The same call, asking for another media type. */
  public HttpCall accepting(String mediaType) {
    return new HttpCall(endpoint, method, url, headers, body, mediaType, foreign);
  }

  /** The same call, asking for an event stream. */
  public HttpCall streaming() {
    return accepting("text/event-stream").header("Cache-Control", "no-cache");
  }

  /** The same call with one more header. */
  public HttpCall header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpCall(endpoint, method, url, more, body, accept, foreign);
  }

  /** The same call with one more query parameter; name and value are encoded here. */
  public HttpCall query(String name, String value) {
    String more = encoded(name) + "=" + encoded(value);
    String join = url.getRawQuery() == null ? "?" : "&";
    return new HttpCall(
        endpoint, method, URI.create(url + join + more), headers, body, accept, foreign);
  }

  @Nullable Buffer encodedBody() {
    if (body == null || body instanceof Upload) {
      return null;
    }
    return body instanceof Buffer bytes ? bytes : Json.write(body);
  }

  /** The same call, carrying this. */
  public HttpCall sending(Object body) {
    return new HttpCall(endpoint, method, url, headers, body, accept, foreign);
  }

  /** Host and port, for messages. */
  String place() {
    return url.getHost() + ":" + port();
  }

  int port() {
    int standard = isSecure() ? 443 : 80;
    return url.getPort() < 0 ? standard : url.getPort();
  }

  /** Where it goes, as the platform takes it; it need not take our URL apart once more. */
  RequestOptions target() {
    boolean web = isSecure() || "http".equalsIgnoreCase(url.getScheme());
    if (!web || url.getHost() == null) {
      return new RequestOptions().setAbsoluteURI(url.toString());
    }
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery();
    return new RequestOptions()
        .setSsl(isSecure())
        .setHost(url.getHost())
        .setPort(port())
        .setURI(query == null ? path : path + "?" + query);
  }

  boolean isSecure() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** Says where it goes, and nothing of what it carries. */
  @Override
  public String toString() {
    return "HttpCall[" + method + " " + place() + url.getRawPath() + "]";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}

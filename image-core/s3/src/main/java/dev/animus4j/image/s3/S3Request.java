package dev.animus4j.image.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Request to a bucket that has not been signed.
 *
 * @param key the object; empty for the bucket itself
 * @param query parameters, not encoded
 * @param headers headers that are signed
 * @param body null for none
 */
record S3Request(
    HttpMethod method,
    String key,
    Map<String, String> query,
    Map<String, String> headers,
    @Nullable ImagePart body) {

  S3Request {
    query = new TreeMap<>(query);
    headers = new TreeMap<>(headers);
  }

  static S3Request of(HttpMethod method, String key) {
    return new S3Request(method, key, Map.of(), Map.of(), null);
  }

  S3Request withQuery(String name, String value) {
    Map<String, String> more = new TreeMap<>(query);
    more.put(name, value);
    return new S3Request(method, key, more, headers, body);
  }

  S3Request withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new S3Request(method, key, query, more, body);
  }

  S3Request withBody(ImagePart part) {
    return new S3Request(method, key, query, headers, part).withHeader("Content-MD5", part.md5());
  }

  /** The URL at this bucket. */
  String url(S3Bucket bucket) {
    String path = key.isEmpty() ? bucket.url() : bucket.url() + "/" + encodeKey(key);
    String parameters =
        query.entrySet().stream()
            .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return parameters.isEmpty() ? path : path + "?" + parameters;
  }

  /** Encodes all but unreserved characters and slashes, as signatures want it. */
  static String encodeKey(String key) {
    return encode(key).replace("%2F", "/");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}

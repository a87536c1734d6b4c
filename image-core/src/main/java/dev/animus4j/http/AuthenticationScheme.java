package dev.animus4j.http;

import io.vertx.core.http.RequestOptions;

/**
 * Way in which the token of the {@link Credentials} is sent.
 *
 * @param header the name of the header; empty to send none
 * @param prefix what precedes the token in it, such as {@code "Bearer "}
 */
public record AuthenticationScheme(String header, String prefix) {

  /** {@code Authorization: Bearer TOKEN} (RFC 6750). */
  public static AuthenticationScheme bearer() {
    return new AuthenticationScheme("Authorization", "Bearer ");
  }

  /** The bare token in this header, such as {@code api-key} or {@code x-goog-api-key}. */
  public static AuthenticationScheme header(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the header of an authentication scheme needs a name");
    }
    return new AuthenticationScheme(name, "");
  }

  /** Sends no token. */
  public static AuthenticationScheme none() {
    return new AuthenticationScheme("", "");
  }

  void addTo(RequestOptions request, String token) {
    if (!header.isEmpty()) {
      request.putHeader(header, prefix + token);
    }
  }
}

package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.Origin;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The status and headers of a response.
 *
 * @param secrets what the request was sent with, and what nothing that is told may repeat
 */
record Head(int status, MultiMap headers, Secrets secrets) {
  private static final int MOST_DIGITS = 18;

  /** More of a text than any failure quotes. */
  private static final int QUOTED = 2_000;

  private static final List<String> REQUEST_IDS = List.of("x-request-id", "request-id", "cf-ray");

  boolean isSuccess() {
    return status / 100 == 2;
  }

  String mediaType() {
    String type = headers.get("content-type");
    if (type == null) {
      return "";
    }
    int parameters = type.indexOf(';');
    String bare = parameters < 0 ? type : type.substring(0, parameters);
    return bare.strip().toLowerCase(Locale.ROOT);
  }

  /** The length of the body; -1 when it is not said, or nonsense. */
  long length() {
    String length = headers.get("content-length");
    return length != null && isNumber(length) ? Long.parseLong(length) : -1;
  }

  private static boolean isNumber(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    return digits > 0 && digits <= MOST_DIGITS && digits == text.length();
  }

  Origin origin(String provider, @Nullable String excerpt) {
    return new Origin(provider, status, redacted(requestId()), redacted(excerpt));
  }

  private @Nullable String redacted(@Nullable String text) {
    return text == null
        ? null
        : secrets.redacted(text.length() > QUOTED ? text.substring(0, QUOTED) : text);
  }

  /** An error found inside the body of a 2xx. */
  ErrorAnswer refusal(String provider, JsonNode error) {
    int code = ErrorText.described(error).path("code").asInt(0);
    int meant = code >= 400 && code < 600 ? code : status;
    return new Head(meant, headers, secrets).refusal(provider, error, ErrorText.of(error));
  }

  ErrorAnswer refusal(String provider, @Nullable JsonNode body, @Nullable String excerpt) {
    return new ErrorAnswer(
        origin(provider, excerpt),
        headers,
        body,
        RetryAfter.of(headers, Instant.now()).orElse(null));
  }

  private @Nullable String requestId() {
    for (String name : REQUEST_IDS) {
      if (headers.contains(name)) {
        return headers.get(name);
      }
    }
    return null;
  }

  /** Says nothing of secrets. */
  @Override
  public String toString() {
    return "Head[" + status + "]";
  }
}

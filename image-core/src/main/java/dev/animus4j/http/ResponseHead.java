package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of a response.
 *
 * @param provider who sent it, for failures
 * @param secrets the secrets of the request, masked in all that is reported
 */
record ResponseHead(String provider, int status, MultiMap headers, RequestSecrets secrets) {
  private static final int MOST_DIGITS = 18;

  /** In characters: more than any failure quotes. */
  private static final int QUOTED = 2_000;

  private static final List<String> REQUEST_IDS =
      List.of("x-request-id", "request-id", "x-amz-request-id", "cf-ray");

  boolean isSuccess() {
    return status / 100 == 2;
  }

  boolean isEventStream() {
    return mediaType().equals("text/event-stream");
  }

  String mediaType() {
    String type = headers.get("content-type");
    if (type == null) {
      return "";
    }
    int parameters = type.indexOf(';');
    String withoutParameters = parameters < 0 ? type : type.substring(0, parameters);
    return withoutParameters.strip().toLowerCase(Locale.ROOT);
  }

  boolean isEncoded() {
    return !contentCoding().isEmpty();
  }

  /** The content coding in lower case; empty when there is none. */
  String contentCoding() {
    String coding = headers.get(HttpHeaders.CONTENT_ENCODING);
    return coding == null || coding.equalsIgnoreCase("identity")
        ? ""
        : coding.strip().toLowerCase(Locale.ROOT);
  }

  /** The length of the body; -1 when missing or malformed. */
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

  /** The origin of a failure that this response is. */
  FailureOrigin origin() {
    return origin(null);
  }

  private FailureOrigin origin(@Nullable String excerpt) {
    return new FailureOrigin(provider, status, redact(requestId()), redact(excerpt));
  }

  private @Nullable String redact(@Nullable String text) {
    return text == null
        ? null
        : secrets.redact(text.length() > QUOTED ? text.substring(0, QUOTED) : text);
  }

  /** Creates the error response for an error inside the body of a 2xx. */
  ErrorResponse errorResponse(JsonNode error) {
    int named = ErrorDetails.status(error);
    return new ResponseHead(provider, named == 0 ? status : named, headers, secrets)
        .errorResponse(error, ErrorMessageExtractor.of(error));
  }

  ErrorResponse errorResponse(@Nullable JsonNode body, @Nullable String excerpt) {
    FailureOrigin origin = origin(excerpt).withCode(redact(ErrorDetails.code(body)));
    return new ErrorResponse(
        origin, headers, body, RetryAfter.parse(headers, Instant.now()).orElse(null));
  }

  private @Nullable String requestId() {
    for (String name : REQUEST_IDS) {
      if (headers.contains(name)) {
        return headers.get(name);
      }
    }
    return null;
  }

  /** Omits the secrets. */
  @Override
  public String toString() {
    return "Head[" + status + "]";
  }
}

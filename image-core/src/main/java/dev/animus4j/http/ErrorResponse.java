package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.MultiMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Error response of a provider: a response outside 2xx, or an error inside a 2xx.
 *
 * @param origin the provider, the status, the request id, and the provider's message as excerpt;
 *     for an error inside a 2xx the status is the error's numeric {@code code}, if it has one
 * @param headers the headers of the response
 * @param body the body, when it is JSON, or an {@code <Error>} that {@link Xml} reads, and not too
 *     large
 * @param retryAfter the wait that the headers ask for
 */
public record ErrorResponse(
    FailureOrigin origin,
    MultiMap headers,
    @Nullable JsonNode body,
    @Nullable Duration retryAfter) {

  /** The status that the failure is mapped by. */
  public int status() {
    return origin.status();
  }

  /**
   * Returns the error node: the object under {@code error}, else the body itself, without an array
   * around it; a missing node when there is no JSON.
   */
  public JsonNode error() {
    return ErrorMessageExtractor.errorNode(body);
  }

  /** Names the origin, and omits headers and body, which may repeat secrets. */
  @Override
  public String toString() {
    return "ErrorResponse[" + origin + "]";
  }

  /** Returns the same response with the wait that its body names. */
  public ErrorResponse withRetryAfter(@Nullable Duration retryAfter) {
    return new ErrorResponse(origin, headers, body, retryAfter);
  }
}

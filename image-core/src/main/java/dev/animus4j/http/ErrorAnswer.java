package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.Origin;
import io.vertx.core.MultiMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A refusal: an answer outside 2xx, or an error inside a 2xx.
 *
 * @param origin the provider, the status, the request id, and the provider's message as excerpt;
 *     for an error inside a 2xx the status is the error's numeric {@code code}, if it has one
 * @param headers the headers of the answer
 * @param body the body, when it is JSON and not too large
 * @param retryAfter how long the headers ask to wait
 */
public record ErrorAnswer(
    Origin origin, MultiMap headers, @Nullable JsonNode body, @Nullable Duration retryAfter) {

  /** The status that says what kind of refusal it is. */
  public int status() {
    return origin.status();
  }

  /**
   * What describes the error: the object under {@code error}, else the body itself, taken out of an
   * array around it; a missing node when there is no JSON.
   */
  public JsonNode error() {
    return ErrorText.described(body);
  }

  /** Says who refused, and nothing that it may have repeated. */
  @Override
  public String toString() {
    return "ErrorAnswer[" + origin + "]";
  }

  /** The same refusal with the wait that its body names. */
  public ErrorAnswer withRetryAfter(@Nullable Duration retryAfter) {
    return new ErrorAnswer(origin, headers, body, retryAfter);
  }
}

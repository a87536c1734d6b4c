package dev.animus4j.chatbot;

import dev.animus4j.chat.event.Failure;
import dev.animus4j.failure.AnimusException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Error response: a status, and the same failure kinds that events have. */
final class Problem extends RuntimeException {
  private static final Set<Integer> FINAL = Set.of(403, 408, 421, 426);
  private static final Map<String, Integer> STATUS =
      Map.of(
          "contentPolicy", 422,
          "noImage", 422,
          "invalidRequest", 400,
          "contextLengthExceeded", 413,
          "rateLimited", 429,
          "timedOut", 504,
          "unavailable", 503,
          "cancelled", 503);

  private final int status;
  private final Failure failure;

  Problem(int status, String kind, String message) {
    this(status, new Failure(kind, message, null));
  }

  private Problem(int status, Failure failure) {
    super(failure.message(), null, false, false);
    this.status = status;
    this.failure = failure;
  }

  static Problem notFound(String message) {
    return new Problem(404, "notFound", message);
  }

  static Problem tooManyRequests(Duration retryAfter) {
    String message = "That was too much at once. Wait a little.";
    return new Problem(429, new Failure("rateLimited", message, retryAfter.toMillis()));
  }

  static Problem serviceUnavailable(Duration retryAfter) {
    String message = "Too many want something at the moment. Try again in a while.";
    return new Problem(503, new Failure("unavailable", message, retryAfter.toMillis()));
  }

  static Problem conversationDeleted() {
    return new Problem(503, "cancelled", "It was deleted meanwhile.");
  }

  /** Maps {@code cause} to what the client may see; internal details are omitted. */
  static Problem of(@Nullable Throwable cause) {
    if (cause instanceof Problem problem) {
      return problem;
    }
    if (cause instanceof AnimusException known) {
      Failure failure = Failure.of(known);
      return new Problem(STATUS.getOrDefault(failure.kind(), 502), failure);
    }
    return new Problem(500, "internal", "Something went wrong here.");
  }

  int status() {
    return status;
  }

  String kind() {
    return failure.kind();
  }

  /** Whether the connection is closed after this response. */
  boolean closesConnection() {
    return FINAL.contains(status) || failure.kind().equals("malformed");
  }

  /** When to retry, in milliseconds; null if unknown. */
  @Nullable Long retryAfterMs() {
    return failure.retryAfterMs();
  }

  JsonObject toJson() {
    JsonObject json =
        new JsonObject().put("kind", failure.kind()).put("message", failure.message());
    return failure.retryAfterMs() == null ? json : json.put("retryAfterMs", failure.retryAfterMs());
  }
}

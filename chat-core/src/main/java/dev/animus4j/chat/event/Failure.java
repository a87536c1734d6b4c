package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed, as events tell it.
 *
 * @param kind of {@link AnimusException#kind()}; {@code internal} for what is no AnimusException
 * @param message one line: what happened, and what to do
 * @param retryAfterMs when the provider may be asked again, in milliseconds; null when it did not
 *     say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failure(String kind, String message, @Nullable Long retryAfterMs) {

  /** Tells {@code cause}, in one line. */
  public static Failure of(Throwable cause) {
    if (cause instanceof AnimusException known) {
      Long retryAfter = known.retryAfter().map(Duration::toMillis).orElse(null);
      return new Failure(known.kind(), String.valueOf(known.getMessage()), retryAfter);
    }
    return new Failure(
        "internal", String.valueOf(new Origin("", 0, null, cause.toString()).excerpt()), null);
  }
}

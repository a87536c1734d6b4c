package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.failure.AnimusException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed, as events tell it. Events go to browsers; so this has words of ours for
 * each kind of failure, and nothing that a provider, a tool or this machine said: no account,
 * address, path or key. All that is known is logged, under the id of the exchange.
 *
 * @param kind of {@link AnimusException#kind()}; {@code internal} for what is no AnimusException
 * @param message one line, for users: what happened, and what to do
 * @param retryAfterMs when the provider may be asked again, in milliseconds; null when it did not
 *     say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failure(String kind, String message, @Nullable Long retryAfterMs) {
  private static final String INTERNAL = "Something went wrong. Try again.";
  private static final Map<String, String> WORDS =
      Map.of(
          "contentPolicy", "The content policy does not allow this. Use other words.",
          "noImage", "The model answered in words instead of a picture. Use other words.",
          "invalidRequest", "This cannot be done as it was asked. Ask differently.",
          "authentication", "The service is not set up for this. Tell whoever runs it.",
          "quotaExhausted", "The service has used up its quota. Try again much later.",
          "rateLimited", "There are too many requests at the moment. Wait a little.",
          "timedOut", "It took too long. Try again.",
          "unavailable", "The service is not available at the moment. Try again later.",
          "protocol", "The answer made no sense. Try again.",
          "cancelled", "It was stopped.");

  /** Tells {@code cause} in the words that there are for its kind. */
  public static Failure of(Throwable cause) {
    if (cause instanceof AnimusException known) {
      Long retryAfter = known.retryAfter().map(TimeUnit.MILLISECONDS::convert).orElse(null);
      return new Failure(known.kind(), WORDS.getOrDefault(known.kind(), INTERNAL), retryAfter);
    }
    return new Failure("internal", INTERNAL, null);
  }
}

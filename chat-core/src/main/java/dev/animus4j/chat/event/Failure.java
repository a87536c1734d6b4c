package dev.animus4j.chat.event;

import static java.util.Map.entry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.ModelRefusal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Failure as published in events. Events go to browsers; so this has a fixed message for each kind
 * of failure, and nothing else from a provider, a tool or this machine: no account, address, path
 * or key. The details are logged, under the id of the exchange.
 *
 * @param kind the {@link AnimusException#kind()}; {@code internal} for other exceptions
 * @param message one line for users: the problem, and what to do
 * @param retryAfterMs delay until a retry, in milliseconds; null when the provider gave none
 * @param text the words in which the model itself declines, addressed to the user; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failure(
    String kind, String message, @Nullable Long retryAfterMs, @Nullable String text) {
  private static final String INTERNAL = "Something went wrong. Try again.";
  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          entry("contentPolicy", "The content policy does not allow this. Use other words."),
          entry("noImage", "The model answered in words instead of a picture. Use other words."),
          entry("invalidRequest", "This cannot be done as it was asked. Ask differently."),
          entry(
              "contextLengthExceeded",
              "This conversation is too long. Begin a new one, or say less."),
          entry("authentication", "The service is not set up for this. Tell whoever runs it."),
          entry("quotaExhausted", "The service has used up its quota. Try again much later."),
          entry("rateLimited", "There are too many requests at the moment. Wait a little."),
          entry("timedOut", "It took too long. Try again."),
          entry("unavailable", "The service is not available at the moment. Try again later."),
          entry("protocol", "The answer made no sense. Try again."),
          entry("cancelled", "It was stopped."),
          entry("takenOver", "The conversation goes on elsewhere. Load it again."),
          entry("ownedElsewhere", "The conversation goes on elsewhere. Try again."),
          entry("storeLostData", "Something that was said is lost. Tell whoever runs it."),
          entry("incompatibleSchema", "The service is not set up for this. Tell whoever runs it."));

  /** A failure without words of the model. */
  public Failure(String kind, String message, @Nullable Long retryAfterMs) {
    this(kind, message, retryAfterMs, null);
  }

  /** The failure with the fixed message for the kind of {@code cause}. */
  public static Failure of(Throwable cause) {
    if (cause instanceof AnimusException known) {
      Long retryAfter = known.retryAfter().map(TimeUnit.MILLISECONDS::convert).orElse(null);
      String text = cause instanceof ModelRefusal refusal ? refusal.text() : null;
      return new Failure(
          known.kind(), MESSAGES.getOrDefault(known.kind(), INTERNAL), retryAfter, text);
    }
    return new Failure("internal", INTERNAL, null);
  }
}

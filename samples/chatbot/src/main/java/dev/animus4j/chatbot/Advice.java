package dev.animus4j.chatbot;

import dev.animus4j.chat.event.Failure;
import java.util.Map;

/**
 * What users are told of a failure: what they can do. What providers, tools and this machine said
 * of it is the operator's, who finds it in the log.
 */
final class Advice {
  private static final String OTHER = "Something went wrong here. Try again.";
  private static final Map<String, String> WORDS =
      Map.of(
          "contentPolicy", "The content policy does not allow that. Use other words.",
          "noImage", "The model answered in words instead of drawing. Use other words.",
          "invalidRequest", "That cannot be done as it was asked. Ask differently.",
          "authentication", "The service is not set up for this. Tell whoever runs it.",
          "quotaExhausted", "The service has nothing left for now. Try again much later.",
          "rateLimited", "That was too much at once. Wait a little.",
          "timedOut", "No answer came in time. Try again.",
          "unavailable", "This is not available at the moment. Try again later.",
          "protocol", "The answer made no sense. Try again.",
          "cancelled", "It was stopped.");

  private Advice() {}

  static Failure on(Failure failure) {
    String message = WORDS.getOrDefault(failure.kind(), OTHER);
    return new Failure(failure.kind(), message, failure.retryAfterMs());
  }
}

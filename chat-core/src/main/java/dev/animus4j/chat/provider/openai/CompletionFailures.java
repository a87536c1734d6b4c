package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.StreamedResponse;
import java.time.Duration;

/** Failures inside a response with status 200. */
final class CompletionFailures {
  private CompletionFailures() {}

  /** Fails if a response, or a chunk of one, is a failure. */
  static void check(CompletionView chunk, StreamedResponse response) {
    JsonNode error = chunk.error();
    if (!error.isMissingNode()) {
      throw response.failure(error);
    }
    if (!chunk.json().isObject()) {
      throw new AnimusException.Protocol(response.origin(), "the answer is not an object", null);
    }
    if (chunk.finishReason().equals("error")) {
      throw new AnimusException.Unavailable(
          response.origin(), "the model failed while it answered", true, (Duration) null);
    }
  }

  static AnimusException noChoices(FailureOrigin origin) {
    return new AnimusException.Protocol(origin, "the answer has no choices", null);
  }
}

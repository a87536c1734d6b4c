package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.StreamedResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Failures inside a response with status 200. */
record CompletionFailures(StreamedResponse response) {

  /** The failure that the server reports; null for none. */
  @Nullable AnimusException reported(CompletionView chunk) {
    JsonNode error = chunk.error();
    if (!error.isMissingNode()) {
      return response.failure(error);
    }
    return chunk.finishReason().equals("error")
        ? unavailable("the model failed while it answered")
        : null;
  }

  void requireObject(CompletionView chunk) {
    if (!chunk.json().isObject()) {
      throw new AnimusException.Protocol(response.origin(), "the answer is not an object", null);
    }
  }

  /** The failure of a response without a choice: an empty one, or something else. */
  AnimusException noChoices(JsonNode json) {
    return json.path("choices").isArray() && json.path("choices").isEmpty()
        ? unavailable("the answer is empty")
        : new AnimusException.Protocol(
            response.failure(json).origin(), "the answer has no choices", null);
  }

  AnimusException unavailable(String what) {
    return new AnimusException.Unavailable(response.origin(), what, true, (Duration) null);
  }
}

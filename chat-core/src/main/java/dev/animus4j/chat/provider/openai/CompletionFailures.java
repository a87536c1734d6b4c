package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.ModelRefusal;
import dev.animus4j.http.StreamedResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Failures inside a response with status 200. */
final class CompletionFailures {
  private final StreamedResponse response;
  private boolean reported;

  CompletionFailures(StreamedResponse response) {
    this.response = response;
  }

  /** Records that the server reports an error, which counts whatever came before. */
  void markReported() {
    reported = true;
  }

  boolean isReported() {
    return reported;
  }

  /** Fails if a response, or a chunk of one, is a failure. */
  void check(CompletionView chunk) {
    AnimusException failure = failure(chunk);
    reported = failure != null;
    if (failure != null) {
      throw failure;
    }
    if (!chunk.json().isObject()) {
      throw new AnimusException.Protocol(response.origin(), "the answer is not an object", null);
    }
  }

  private @Nullable AnimusException failure(CompletionView chunk) {
    JsonNode error = chunk.error();
    if (!error.isMissingNode()) {
      return response.failure(error);
    }
    return chunk.finishReason().equals("error")
        ? unavailable("the model failed while it answered")
        : null;
  }

  /** Fails if the model refused, in these words, or was stopped by a filter. */
  void checkRefusal(String refusal, String finishReason, List<String> violations) {
    if (!refusal.isEmpty()) {
      throw new ModelRefusal(response.origin(), violations, refusal);
    }
    if (finishReason.equals("content_filter")) {
      throw new AnimusException.ContentPolicy(
          response.origin(), AnimusException.Stage.OUTPUT, violations);
    }
  }

  /** Fails if a stream was cut short, or had nothing. */
  void checkEnd(boolean ended, boolean started) {
    if (!ended || !started) {
      throw unavailable(ended ? "the answer is empty" : "the stream was cut short");
    }
  }

  /** The failure of a response without a choice: an empty one, or something else. */
  AnimusException noChoices(JsonNode json) {
    return json.path("choices").isArray() && json.path("choices").isEmpty()
        ? unavailable("the answer is empty")
        : new AnimusException.Protocol(
            response.failure(json).origin(), "the answer has no choices", null);
  }

  private AnimusException unavailable(String what) {
    return new AnimusException.Unavailable(response.origin(), what, true, (Duration) null);
  }
}

package dev.animus4j.chat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer, or one chunk of it; everything may be missing. */
record Completion(
    @Nullable String id,
    @Nullable String object,
    @Nullable String model,
    @Nullable List<Choice> choices,
    @Nullable Counted usage,
    @Nullable List<String> complianceViolations,
    @Nullable JsonNode error,
    @Nullable JsonNode xGroq) {

  /** The first choice, the only one of interest; null when this chunk has none. */
  @Nullable Choice choice() {
    return choices == null
        ? null
        : choices.stream().filter(choice -> choice.index == 0).findFirst().orElse(null);
  }

  record Choice(
      int index,
      @Nullable Said message,
      @Nullable Said delta,
      @Nullable String finishReason,
      @Nullable List<String> complianceViolations,
      @Nullable JsonNode error) {

    @Nullable Said said() {
      return delta == null ? message : delta;
    }
  }

  record Said(
      @Nullable String content,
      @Nullable String refusal,
      @Nullable String reasoning,
      @Nullable String reasoningContent,
      @Nullable List<Call> toolCalls,
      @Nullable List<String> turns,
      @Nullable Boolean next,
      @Nullable String imagePrompt) {

    @Nullable String thought() {
      return reasoningContent == null ? reasoning : reasoningContent;
    }
  }

  /** A tool call, or a piece of one. */
  record Call(@Nullable Integer index, @Nullable String id, @Nullable Function function) {}

  record Function(@Nullable String name, @Nullable String arguments) {}

  record Counted(
      @Nullable Long promptTokens, @Nullable Long completionTokens, @Nullable Long totalTokens) {

    Usage usage() {
      long prompt = promptTokens == null ? 0 : promptTokens;
      long completion = completionTokens == null ? 0 : completionTokens;
      return new Usage(prompt, completion, totalTokens == null ? prompt + completion : totalTokens);
    }
  }
}

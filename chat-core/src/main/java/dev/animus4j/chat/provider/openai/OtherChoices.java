package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.failure.AnimusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Choices of a response besides the first, each assembled on its own. */
final class OtherChoices {
  private final Supplier<CompletionAssembler> assembler;
  private final Map<Integer, CompletionAssembler> choices = new TreeMap<>();

  /**
   * @param assembler makes one for each choice
   */
  OtherChoices(Supplier<CompletionAssembler> assembler) {
    this.assembler = assembler;
  }

  /** Adds what a chunk has of them. */
  void add(JsonNode chunk) {
    for (JsonNode choice : chunk.path("choices")) {
      int index = choice.path("index").asInt(0);
      if (index > 0) {
        String unused =
            choices
                .computeIfAbsent(index, number -> assembler.get())
                .add(new CompletionView(chunk, choice));
      }
    }
  }

  /** Their responses, in order of their index; one that was refused is left out. */
  List<ChatResponse> replies() {
    List<ChatResponse> replies = new ArrayList<>(choices.size());
    for (CompletionAssembler choice : choices.values()) {
      try {
        replies.add(choice.endChoice());
      } catch (AnimusException.ContentPolicy refused) {
        continue;
      }
    }
    return replies;
  }
}

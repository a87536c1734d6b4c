package dev.animus4j.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reply of the simulated assistant.
 *
 * @param turns its sentences; none if it only calls tools
 * @param next whether it asks for a follow-up
 * @param imagePrompt the prompt of the image it promises
 * @param finish the finish reason, as on the wire
 */
record SimulatedReply(
    List<String> turns,
    boolean next,
    @Nullable String imagePrompt,
    List<ToolCall> toolCalls,
    String finish) {

  /** Tool call of the assistant, with its arguments as JSON text. */
  record ToolCall(String name, String arguments) {}

  static SimulatedReply ofText(String... turns) {
    return new SimulatedReply(List.of(turns), false, null, List.of(), "stop");
  }

  static SimulatedReply ofToolCalls(List<ToolCall> tools) {
    return new SimulatedReply(List.of(), false, null, tools, "tool_calls");
  }

  SimulatedReply withImagePrompt(String prompt) {
    return new SimulatedReply(turns, next, prompt, toolCalls, finish);
  }

  SimulatedReply withNext() {
    return new SimulatedReply(turns, true, imagePrompt, toolCalls, finish);
  }

  /** This reply in at most so many words. */
  SimulatedReply truncate(int limit) {
    List<String> sentences = new ArrayList<>();
    int remaining = limit;
    for (String turn : turns) {
      List<String> words = Arrays.asList(turn.split(" "));
      if (words.size() > remaining) {
        if (remaining > 0) {
          sentences.add(String.join(" ", words.subList(0, remaining)));
        }
        return new SimulatedReply(sentences, next, imagePrompt, toolCalls, "length");
      }
      sentences.add(turn);
      remaining -= words.size();
    }
    return this;
  }
}

package dev.animus4j.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated assistant says.
 *
 * @param turns its sentences; none when it only calls tools
 * @param next whether it wants to say more without being asked
 * @param imagePrompt the picture it promises
 * @param finish why it stopped, as on the wire
 */
record Reply(
    List<String> turns,
    boolean next,
    @Nullable String imagePrompt,
    List<ToolCall> toolCalls,
    String finish) {

  /** A tool the assistant wants called, with its arguments as JSON text. */
  record ToolCall(String name, String arguments) {}

  static Reply saying(String... turns) {
    return new Reply(List.of(turns), false, null, List.of(), "stop");
  }

  static Reply calling(List<ToolCall> tools) {
    return new Reply(List.of(), false, null, tools, "tool_calls");
  }

  Reply promising(String prompt) {
    return new Reply(turns, next, prompt, toolCalls, finish);
  }

  Reply expectingMore() {
    return new Reply(turns, true, imagePrompt, toolCalls, finish);
  }

  /** The same in at most so many words. */
  Reply within(int limit) {
    List<String> kept = new ArrayList<>();
    int left = limit;
    for (String turn : turns) {
      List<String> words = Arrays.asList(turn.split(" "));
      if (words.size() > left) {
        if (left > 0) {
          kept.add(String.join(" ", words.subList(0, left)));
        }
        return new Reply(kept, next, imagePrompt, toolCalls, "length");
      }
      kept.add(turn);
      left -= words.size();
    }
    return this;
  }
}

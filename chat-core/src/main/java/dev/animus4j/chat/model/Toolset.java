package dev.animus4j.chat.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tools of a request; of two with the same name, the first. */
record Toolset(List<Tool> tools) {

  /** Whether a tool has a function and calls are allowed. */
  static boolean hasFunctions(RequestedFeatures features) {
    return !features.tools().isEmpty()
        && features.tools().stream().anyMatch(tool -> tool.function() != null)
        && !features.toolChoice().equals(ToolChoice.NONE);
  }

  /** Whether there are calls, and the caller has to handle none of them. */
  boolean canAnswer(List<ToolCall> calls) {
    return !calls.isEmpty()
        && calls.stream()
            .flatMap(call -> find(call.name()).stream())
            .allMatch(tool -> tool.function() != null);
  }

  /** The function of this tool; null if there is none. */
  @Nullable ToolImplementation function(String name) {
    return find(name).map(Tool::function).orElse(null);
  }

  /** Says that there is no tool of this name, and which there are. */
  String unknown(String name) {
    String names = tools.stream().map(Tool::name).distinct().collect(Collectors.joining(", "));
    return "In this conversation there is no tool \"" + name + "\". The tools are: " + names + ".";
  }

  private Optional<Tool> find(String name) {
    return ToolNames.find(name, tools);
  }
}

package dev.animus4j.chat.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools of a request; of two with the same name, the first. */
record Toolset(List<Tool> tools) {

  /** Whether there is anything for us to call. */
  static boolean isUsedBy(Features features) {
    return !features.tools().isEmpty()
        && features.tools().stream().anyMatch(tool -> tool.function() != null)
        && !features.toolChoice().equals(ToolChoice.NONE);
  }

  /** Whether there are calls, and none of them is the caller's business. */
  boolean answers(List<ToolCall> calls) {
    return !calls.isEmpty()
        && calls.stream()
            .flatMap(call -> named(call.name()).stream())
            .allMatch(tool -> tool.function() != null);
  }

  /** Null if no tool of this name has one. */
  @Nullable ToolFunction function(String name) {
    return named(name).map(Tool::function).orElse(null);
  }

  private Optional<Tool> named(String name) {
    return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
  }
}

package dev.animus4j.chat.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds the tool that a call means: gateways and models put a namespace before its name, and marks,
 * numbers or brackets after it ({@code functions.look_up:0}, {@code default_api:look_up}, {@code
 * look_up<|channel|>commentary}, {@code look_up()}). An exact name always counts first, and one in
 * other case only if it is the only such.
 */
final class ToolNames {
  private static final Pattern LEADING_MARKS = Pattern.compile("^(?:\\s|<\\|[^|>]*\\|>)+");
  private static final Pattern TRAILING = Pattern.compile("(?s)(?:<\\||\\().*$");
  private static final Pattern SURROUNDING =
      Pattern.compile("^[^a-zA-Z0-9_-]+|(?:[:#.]\\d+)?[^a-zA-Z0-9_-]*$");
  private static final Pattern SEPARATOR = Pattern.compile("[^a-zA-Z0-9_-]+");
  private static final Pattern PREFIX = Pattern.compile("^(?:functions?|tools?|default_api)[_-]+");

  private static final int LONGEST = 256;

  private ToolNames() {}

  static Optional<Tool> find(String name, List<Tool> tools) {
    return first(tools, tool -> tool.name().equals(name))
        .or(() -> name.length() > LONGEST ? Optional.empty() : findWithin(name, tools));
  }

  private static Optional<Tool> findWithin(String name, List<Tool> tools) {
    String bare = TRAILING.matcher(LEADING_MARKS.matcher(name).replaceFirst("")).replaceFirst("");
    String[] words = bare.strip().split("\\s+");
    for (int i = words.length - 1; i >= 0; i--) {
      String[] parts = SEPARATOR.split(SURROUNDING.matcher(words[i]).replaceAll(""));
      String last = parts.length == 0 ? "" : parts[parts.length - 1];
      Optional<Tool> found = match(last, tools);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Tool> match(String name, List<Tool> tools) {
    String bare = PREFIX.matcher(name).replaceFirst("");
    return first(tools, tool -> tool.name().equals(name))
        .or(() -> first(tools, tool -> tool.name().equals(bare)))
        .or(() -> only(tools, tool -> tool.name().equalsIgnoreCase(name)))
        .or(() -> only(tools, tool -> tool.name().equalsIgnoreCase(bare)));
  }

  private static Optional<Tool> first(List<Tool> tools, Predicate<Tool> condition) {
    return tools.stream().filter(condition).findFirst();
  }

  private static Optional<Tool> only(List<Tool> tools, Predicate<Tool> condition) {
    boolean unique = tools.stream().filter(condition).map(Tool::name).distinct().count() == 1;
    return unique ? first(tools, condition) : Optional.empty();
  }
}

package dev.animus4j.chat.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reasoning that a model left inside its answer, as {@code <think>…</think>}, told apart from the
 * answer.
 *
 * @param reasoning what was between the tags; null when there was nothing
 * @param answer the rest
 */
public record Thinking(@Nullable String reasoning, String answer) {
  private static final Pattern THINK = Pattern.compile("<think>(.*?)</think>", Pattern.DOTALL);

  /** Cuts out the first block, and the white space around the answer; nothing else is touched. */
  public static Thinking in(String content) {
    Matcher block = content.contains("<think>") ? THINK.matcher(content) : null;
    if (block == null || !block.find()) {
      return new Thinking(null, content);
    }
    String thought = block.group(1).strip();
    String rest = content.substring(0, block.start()) + content.substring(block.end());
    return new Thinking(thought.isEmpty() ? null : thought, rest.strip());
  }
}

package dev.animus4j.chat.provider.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tags between which a reply holds its reasoning.
 *
 * @param pairs each with its end
 * @param implicit whether replies begin with reasoning without an opening tag
 */
record ThinkTags(List<Pair> pairs, boolean implicit) {
  /** The tags that servers without a parser of reasoning are known to let through. */
  static final ThinkTags DEFAULT =
      of("think", "thinking", "thought", "reasoning", "seed:think")
          .with(
              new Pair("[think]", "[/think]"),
              new Pair("◁think▷", "◁/think▷"),
              new Pair("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"));

  ThinkTags {
    pairs = List.copyOf(pairs);
  }

  /** An opening tag and the closing one, in lower case. */
  record Pair(String open, String close) {}

  /** Tags of these names, such as {@code think} for {@code <think>}. */
  static ThinkTags of(String... names) {
    return new ThinkTags(
        Stream.of(names)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .map(name -> new Pair("<" + name + ">", "</" + name + ">"))
            .toList(),
        false);
  }

  ThinkTags withImplicit() {
    return new ThinkTags(pairs, true);
  }

  /** These tags, and others. */
  ThinkTags with(Pair... more) {
    List<Pair> all = new ArrayList<>(pairs);
    all.addAll(List.of(more));
    return new ThinkTags(all, implicit);
  }

  /** The pair whose opening tag the text begins with; null when there is none. */
  @Nullable Pair openedBy(String text) {
    for (Pair pair : pairs) {
      if (text.regionMatches(true, 0, pair.open, 0, pair.open.length())) {
        return pair;
      }
    }
    return null;
  }

  /** Whether the text may be the beginning of an opening tag. */
  boolean mayOpen(String text) {
    for (Pair pair : pairs) {
      if (text.length() < pair.open.length()
          && pair.open.regionMatches(true, 0, text, 0, text.length())) {
        return true;
      }
    }
    return false;
  }
}

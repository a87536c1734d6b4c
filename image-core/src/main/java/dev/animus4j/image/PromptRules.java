package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a prompt must be for a model to be asked at all. {@link #none} has no rules; each method
 * adds to them.
 *
 * @param least how many characters it has at least, in Unicode code points
 * @param most how many it has at most
 * @param prohibited terms that must not occur, as {@link #prohibiting} takes them
 * @param rules everything else
 */
public record PromptRules(int least, int most, Set<String> prohibited, List<Rule> rules) {
  private static final Origin ORIGIN = Origin.of("prompt rules");

  /** Fails for a term without a letter, digit or symbol: every prompt would contain it. */
  public PromptRules {
    if (least < 0 || most < least) {
      throw new IllegalArgumentException("no prompt has from %d to %d".formatted(least, most));
    }
    prohibited = words(prohibited);
    rules = List.copyOf(rules);
  }

  /** A rule of one's own. */
  public record Rule(String reason, Predicate<String> allows) {}

  /** No rules. */
  public static PromptRules none() {
    return new PromptRules(0, Integer.MAX_VALUE, Set.of(), List.of());
  }

  /** The same, from so many characters on. */
  public PromptRules atLeast(int characters) {
    return new PromptRules(characters, most, prohibited, rules);
  }

  /** The same, up to so many characters. */
  public PromptRules atMost(int characters) {
    return new PromptRules(least, characters, prohibited, rules);
  }

  /**
   * The same, and none of these terms: whole words, or several in a row. Case, accents, width,
   * style and invisible characters make no difference, nor does what stands between the words.
   * Letters that only look alike in another alphabet do, as do deliberate misspellings.
   */
  public PromptRules prohibiting(String... terms) {
    Set<String> all = new LinkedHashSet<>(prohibited);
    all.addAll(List.of(terms));
    return new PromptRules(least, most, all, rules);
  }

  /** The same, and {@code allows} must be true of the prompt; else {@code reason} is told. */
  public PromptRules requiring(String reason, Predicate<String> allows) {
    List<Rule> all = Stream.concat(rules.stream(), Stream.of(new Rule(reason, allows))).toList();
    return new PromptRules(least, most, prohibited, all);
  }

  /**
   * Checks a prompt. Its length is checked first, and is an {@link AnimusException.InvalidRequest}:
   * it can be corrected. Everything else is an {@link AnimusException.ContentPolicy} whose
   * categories are all the terms and reasons that it offends against.
   */
  public void check(String prompt) {
    int length = prompt.codePointCount(0, prompt.length());
    if (length < least || length > most) {
      throw new AnimusException.InvalidRequest(ORIGIN, wrong(length));
    }
    List<String> offences = Stream.concat(terms(prompt), reasons(prompt)).toList();
    if (!offences.isEmpty()) {
      throw new AnimusException.ContentPolicy(ORIGIN, AnimusException.Stage.PROMPT, offences);
    }
  }

  private String wrong(int length) {
    return length < least
        ? "the prompt has %d characters, and needs at least %d".formatted(length, least)
        : "the prompt has %d characters, and may have at most %d".formatted(length, most);
  }

  private Stream<String> terms(String prompt) {
    String words = Words.inAnyReading(prompt);
    return prohibited.stream()
        .filter(term -> words.contains(" " + term + " "))
        .map(term -> "prohibited term: " + term);
  }

  private Stream<String> reasons(String prompt) {
    return rules.stream().filter(rule -> !rule.allows().test(prompt)).map(Rule::reason);
  }

  private static Set<String> words(Set<String> terms) {
    Set<String> all = new LinkedHashSet<>();
    for (String term : terms) {
      String words = Words.of(term).strip();
      if (words.isEmpty()) {
        throw new IllegalArgumentException("not a term: '" + term + "'");
      }
      all.add(words);
    }
    return Set.copyOf(all);
  }
}

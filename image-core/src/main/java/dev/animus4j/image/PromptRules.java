package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rules that a prompt must pass before a model is called. Start from {@link #none}, which has no
 * rules, and add rules with the methods.
 *
 * @param minLength the smallest number of characters, in Unicode code points
 * @param maxLength the largest number of characters
 * @param prohibitedTerms terms that must not occur, as {@link #withProhibitedTerms} takes them
 * @param rules all other rules
 */
public record PromptRules(
    int minLength, int maxLength, Set<String> prohibitedTerms, List<Rule> rules) {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("prompt rules");

  /** Fails for a term without a letter, digit or symbol: every prompt would contain it. */
  public PromptRules {
    if (minLength < 0 || maxLength < minLength) {
      throw new IllegalArgumentException(
          "no prompt has from %d to %d".formatted(minLength, maxLength));
    }
    prohibitedTerms = normalizeTerms(prohibitedTerms);
    rules = List.copyOf(rules);
  }

  /** Custom rule; {@code reason} is reported when {@code allows} is false. */
  public record Rule(String reason, Predicate<String> allows) {}

  /** Returns no rules. */
  public static PromptRules none() {
    return new PromptRules(0, Integer.MAX_VALUE, Set.of(), List.of());
  }

  /** Returns the same rules with this minimum length. */
  public PromptRules withMinLength(int characters) {
    return new PromptRules(characters, maxLength, prohibitedTerms, rules);
  }

  /** Returns the same rules with this maximum length. */
  public PromptRules withMaxLength(int characters) {
    return new PromptRules(minLength, characters, prohibitedTerms, rules);
  }

  /**
   * Returns the same rules, which also prohibit these terms. A term is a word, or several words in
   * a row. It is found as a whole word only: {@code ass} is not in "assassin" or "class-action",
   * and a plural, an inflection or a compound written as one word is another term. Case, accents,
   * width, style, invisible characters and the characters between words are ignored.
   *
   * <p>All but letters, digits and symbols separates words, hyphens and apostrophes too: {@code
   * gun} is in "gun's" and "gun-show". So do the particles of Korean and the article of Arabic,
   * although written with their noun; after one syllable only the particles that tell: {@code 총} is
   * in "총을", not in "총의". The prefixes of Hebrew and single-letter prefixes of Arabic do not,
   * because many words begin with the same letters. Chinese, Japanese, Thai, Lao, Khmer and Burmese
   * have no spaces; a dictionary tells where their words end, and it knows few names and new words.
   * In Tibetan each syllable is a word.
   *
   * <p>A term is not recognised if it is misspelt, spelt with digits for letters, or written with
   * similar letters of another alphabet.
   */
  public PromptRules withProhibitedTerms(String... terms) {
    Set<String> all = new LinkedHashSet<>(prohibitedTerms);
    all.addAll(List.of(terms));
    return new PromptRules(minLength, maxLength, all, rules);
  }

  /**
   * Returns the same rules with one more: {@code allows} must be true of the prompt, else {@code
   * reason} is reported.
   */
  public PromptRules withRule(String reason, Predicate<String> allows) {
    List<Rule> all = Stream.concat(rules.stream(), Stream.of(new Rule(reason, allows))).toList();
    return new PromptRules(minLength, maxLength, prohibitedTerms, all);
  }

  /**
   * Checks a prompt. A prompt of a wrong length, which is checked first, throws {@link
   * AnimusException.InvalidRequest}, because the user can correct it. A prompt that breaks any
   * other rule throws {@link AnimusException.ContentPolicy}, whose categories are all the terms and
   * reasons that apply.
   */
  public void check(String prompt) {
    int length = prompt.codePointCount(0, prompt.length());
    if (length < minLength || length > maxLength) {
      throw new AnimusException.InvalidRequest(ORIGIN, lengthMessage(length));
    }
    List<String> violations =
        Stream.concat(termViolations(prompt), ruleViolations(prompt)).toList();
    if (!violations.isEmpty()) {
      throw new AnimusException.ContentPolicy(ORIGIN, AnimusException.Stage.PROMPT, violations);
    }
  }

  private String lengthMessage(int length) {
    return length < minLength
        ? "the prompt has %d characters, and needs at least %d".formatted(length, minLength)
        : "the prompt has %d characters, and may have at most %d".formatted(length, maxLength);
  }

  private Stream<String> termViolations(String prompt) {
    PromptWords words = PromptWords.of(prompt);
    return prohibitedTerms.stream().filter(words::contains).map(term -> "prohibited term: " + term);
  }

  private Stream<String> ruleViolations(String prompt) {
    return rules.stream().filter(rule -> !rule.allows().test(prompt)).map(Rule::reason);
  }

  private static Set<String> normalizeTerms(Set<String> terms) {
    Set<String> all = new LinkedHashSet<>();
    for (String term : terms) {
      String words = WordNormalizer.normalize(term).strip();
      if (words.isEmpty()) {
        throw new IllegalArgumentException("not a term: '" + term + "'");
      }
      all.add(words);
    }
    return Set.copyOf(all);
  }
}

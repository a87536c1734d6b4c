package dev.animus4j.image;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The words of one prompt, in each of its readings: with gaps for blank characters and without, and
 * with those words apart that are written together.
 */
final class PromptWords {
  /** A noun of Korean has up to so many particles. */
  private static final int MOST_ATTACHED = 3;

  private final List<String> foldedReadings;
  private final String words;
  private @Nullable String wordsByDictionary;

  private PromptWords(List<String> foldedReadings) {
    this.foldedReadings = foldedReadings;
    this.words = separate(WordSeparator::separate);
  }

  static PromptWords of(String prompt) {
    return new PromptWords(
        Stream.of(prompt, WordNormalizer.toGaps(prompt))
            .distinct()
            .map(WordNormalizer::fold)
            .toList());
  }

  /** Returns whether a term, which is normalized, occurs, and not within a longer word. */
  boolean contains(String term) {
    String spaced = " " + term + " ";
    boolean hasClearEnds =
        !WordSeparator.isUnspaced(term.codePointAt(0))
            && !WordSeparator.isUnspaced(term.codePointBefore(term.length()));
    int at = words.indexOf(spaced);
    while (at >= 0 && !hasClearEnds && !isWhole(at, at + spaced.length() - 1)) {
      at = words.indexOf(spaced, at + 1);
    }
    return at >= 0;
  }

  private boolean isWhole(int start, int end) {
    if (wordsByDictionary == null) {
      wordsByDictionary = separate(WordSeparator::separateByDictionary);
    }
    return wordsByDictionary.charAt(start) == ' ' && wordsByDictionary.charAt(end) == ' ';
  }

  /** The readings have the same length, whatever separates them. */
  private String separate(UnaryOperator<String> separator) {
    return foldedReadings.stream()
        .map(separator)
        .flatMap(
            reading ->
                Stream.iterate(reading, AttachedWords::detach).limit(MOST_ATTACHED + 1).distinct())
        .collect(Collectors.joining());
  }
}

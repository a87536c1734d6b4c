package dev.animus4j.chat.turn;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Detects words whose full stop does not end a sentence: single letters and several with stops
 * between them ({@code J.}, {@code e.g.}, {@code z.B.}), numbers of one or two digits ({@code am 3.
 * Mai}), and a short list. A sentence that does end with one is joined with the next.
 */
final class Abbreviations {
  private static final Set<String> LIST =
      Set.of(
          ("dr mr mrs ms prof st jr sr rev gen col capt lt sgt hon gov sen vs fig eq vol approx ca"
                  + " cf al dept est mt bzw ggf evtl vgl bspw sog nr hr hrn fr tel inkl zzgl mme mlle"
                  + " sra srta dott sig")
              .split(" "));

  private Abbreviations() {}

  /**
   * @param word including its full stop
   */
  static boolean contains(String word) {
    if (!word.endsWith(".") || word.endsWith("..")) {
      return false;
    }
    String bare = word.substring(startIndex(word), word.length() - 1);
    boolean isNumber = bare.chars().allMatch(Character::isDigit);
    return isNumber ? !bare.isEmpty() && bare.length() <= 2 : isListed(bare) || isInitials(bare);
  }

  private static boolean isListed(String bare) {
    return LIST.contains(bare.toLowerCase(Locale.ROOT));
  }

  private static boolean isInitials(String bare) {
    return Arrays.stream(bare.split("\\.", -1)).allMatch(Abbreviations::isLetter);
  }

  /** Whether it is one letter of a script with case: a syllable can be a word of its own. */
  private static boolean isLetter(String part) {
    int first = part.isEmpty() ? '.' : part.codePointAt(0);
    boolean isCased = Character.isUpperCase(first) || Character.isLowerCase(first);
    return isCased && part.length() == Character.charCount(first);
  }

  /** The start of the letters, digits and stops at its end. */
  private static int startIndex(String word) {
    int at = word.length() - 1;
    while (at > 0
        && (Character.isLetterOrDigit(word.charAt(at - 1)) || word.charAt(at - 1) == '.')) {
      at--;
    }
    return at;
  }
}

package dev.animus4j.image;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Normalizes text so that texts that read the same are equal: without case, accents, width, style,
 * invisible characters and the points of Hebrew and Arabic.
 */
final class WordNormalizer {
  /** Characters that are rendered as a gap or as nothing, depending on the font. */
  private static final String BLANK =
      "\\u2800\\uFFFC\\u115F\\u1160\\u3164\\uFFA0[\\p{Cc}&&[^\\t-\\r\\x85]]";

  private static final Pattern GAP = Pattern.compile("[" + BLANK + "]");

  /** Marks of scripts that can be read without, and the stroke that widens an Arabic letter. */
  private static final String MARKS_TO_IGNORE =
      "\\p{Me}\\u0640"
          + "[\\p{Mn}&&[\\p{IsInherited}\\p{IsHebrew}\\p{IsArabic}\\p{IsSyriac}\\p{IsCyrillic}]"
          + "&&[^\\u3099\\u309A]]";

  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[" + BLANK + "\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\u17B4\\u17B5" + MARKS_TO_IGNORE + "]");

  /** The time to put marks into their order grows with the square of how many there are. */
  private static final Pattern MARKS = Pattern.compile("(\\p{M}{30})\\p{M}++");

  private WordNormalizer() {}

  /** Returns the words, a space before and after each; empty when there is none. */
  static String normalize(String text) {
    return WordSeparator.separate(fold(text));
  }

  /** Returns the text with a space for each character that may be rendered as a gap. */
  static String toGaps(String text) {
    return GAP.matcher(text).replaceAll(" ");
  }

  /** Returns the text without all that makes no difference to a reader; words are not separated. */
  static String fold(String text) {
    String cased = foldCase(normalizeUnicode(EnclosedLetters.toPlainLetters(text), Form.NFKD));
    String bare = INVISIBLE.matcher(normalizeUnicode(cased, Form.NFKD)).replaceAll("");
    return composeVowels(normalizeUnicode(bare, Form.NFKC));
  }

  /** Unicode takes the vowel "am" of Thai and Lao apart, which dictionaries do not. */
  private static String composeVowels(String text) {
    return text.replace("\u0E4D\u0E32", "\u0E33").replace("\u0ECD\u0EB2", "\u0EB3");
  }

  /** Normalizes to this form; of more than 30 marks on one letter only the first 30 count. */
  static String normalizeUnicode(String text, Form form) {
    return Normalizer.normalize(MARKS.matcher(text).replaceAll("$1"), form);
  }

  /**
   * Folds to upper and back to lower case: the capital of ß is two letters, that of ſ another
   * one's, and ẞ has none. Done per character, because the platform takes quadratic time where a
   * text grows.
   */
  private static String foldCase(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints().forEach(c -> folded.append(foldCase(c)));
    return folded.toString();
  }

  private static String foldCase(int character) {
    String lower = Character.toString(character).toLowerCase(Locale.ROOT);
    String folded =
        character < 0x80 ? lower : lower.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return EnclosedLetters.toPlainLetters(folded).replace('ς', 'σ');
  }
}

package dev.animus4j.image;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Normalizes text to a row of words, so that texts that read the same are equal: without case,
 * accents, width, style, invisible characters and punctuation. Scripts that put no space between
 * words, and symbols, count as one word per character.
 */
final class WordNormalizer {
  /** Characters that are rendered as a gap or as nothing, depending on the font. */
  private static final String BLANK =
      "\\u2800\\uFFFC\\u115F\\u1160\\u3164\\uFFA0[\\p{Cc}&&[^\\t-\\r\\x85]]";

  private static final Pattern GAP = Pattern.compile("[" + BLANK + "]");
  private static final Pattern INVISIBLE =
      Pattern.compile(
          ("[" + BLANK + "\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\u17B4\\u17B5")
              + "[[\\p{Mn}\\p{Me}]&&\\p{IsInherited}&&[^\\u3099\\u309A]]]");

  /** The time to put marks into their order grows with the square of how many there are. */
  private static final Pattern MARKS = Pattern.compile("(\\p{M}{30})\\p{M}++");

  private static final Pattern UNSPACED =
      Pattern.compile(
          "[\\p{So}\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}"
              + "\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}\\p{So}]+");

  private WordNormalizer() {}

  /** Returns the words, a space before and after each; empty when there is none. */
  static String normalize(String text) {
    String spaced = UNSPACED.matcher(fold(text)).replaceAll(" $0 ");
    String words = BETWEEN.matcher(spaced).replaceAll(" ").strip();
    return words.isEmpty() ? "" : " " + words + " ";
  }

  /** Returns the words in each reading of the text: with gaps for blank characters, and without. */
  static String normalizeEveryReading(String text) {
    String gapped = GAP.matcher(text).replaceAll(" ");
    return gapped.equals(text) ? normalize(text) : normalize(text) + normalize(gapped);
  }

  private static String fold(String text) {
    String cased = foldCase(normalizeUnicode(EnclosedLetters.toPlainLetters(text), Form.NFKD));
    String bare = INVISIBLE.matcher(normalizeUnicode(cased, Form.NFKD)).replaceAll("");
    return normalizeUnicode(bare, Form.NFKC);
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

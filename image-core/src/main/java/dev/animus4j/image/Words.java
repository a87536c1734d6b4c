package dev.animus4j.image;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text as a row of words, so that one that reads the same is the same: without case, accents,
 * width, style, invisible characters and punctuation. Scripts that put no space between words, and
 * symbols, count as one word per character.
 */
final class Words {
  /** What leaves a gap, or nothing, depending on who draws it. */
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

  private Words() {}

  /** The words, a space before and after each; empty when there is none. */
  static String of(String text) {
    String spaced = UNSPACED.matcher(folded(text)).replaceAll(" $0 ");
    String words = BETWEEN.matcher(spaced).replaceAll(" ").strip();
    return words.isEmpty() ? "" : " " + words + " ";
  }

  /** The words in each way to read the text: with gaps where others see nothing, and without. */
  static String inAnyReading(String text) {
    String gapped = GAP.matcher(text).replaceAll(" ");
    return gapped.equals(text) ? of(text) : of(text) + of(gapped);
  }

  private static String folded(String text) {
    String cased = caseFolded(normalised(Letterforms.plain(text), Form.NFKD));
    String bare = INVISIBLE.matcher(normalised(cased, Form.NFKD)).replaceAll("");
    return normalised(bare, Form.NFKC);
  }

  /** In this form, though of more than 30 marks on one letter only the first count. */
  static String normalised(String text, Form form) {
    return Normalizer.normalize(MARKS.matcher(text).replaceAll("$1"), form);
  }

  /**
   * There and back: the capital of ß is two letters, that of ſ another one's, and ẞ has none. One
   * by one, for the platform takes quadratic time where a text grows.
   */
  private static String caseFolded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints().forEach(c -> folded.append(caseFolded(c)));
    return folded.toString();
  }

  private static String caseFolded(int character) {
    String lower = Character.toString(character).toLowerCase(Locale.ROOT);
    String folded =
        character < 0x80 ? lower : lower.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Letterforms.plain(folded).replace('ς', 'σ');
  }
}

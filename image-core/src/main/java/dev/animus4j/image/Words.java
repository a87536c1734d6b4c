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
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\p{Cf}\\u115F\\u1160[[\\p{Mn}\\p{Me}]&&\\p{IsInherited}&&[^\\u3099\\u309A]]]");
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

  private static String folded(String text) {
    String cased = caseFolded(Normalizer.normalize(text, Form.NFKD));
    String bare = INVISIBLE.matcher(Normalizer.normalize(cased, Form.NFKD)).replaceAll("");
    return Normalizer.normalize(bare, Form.NFKC);
  }

  /** There and back: the capital of ß is two letters, that of ſ another one's, and ẞ has none. */
  private static String caseFolded(String text) {
    String capitals = text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
    return capitals.toLowerCase(Locale.ROOT).replace('ς', 'σ');
  }
}

package dev.animus4j.image;

import com.ibm.icu.text.BreakIterator;
import java.lang.Character.UnicodeScript;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Separates the words of a folded text. Symbols, and the characters of scripts that put no space
 * between words, are set apart one by one; a dictionary knows where a word of those ends.
 */
final class WordSeparator {
  /** Stands between two characters of one word; no folded text contains it. */
  static final char NO_BREAK = '\u2060';

  private static final Set<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /** Shared by Hiragana and Katakana. */
  private static final char LONG_VOWEL = 'ー';

  private static final Pattern BETWEEN =
      Pattern.compile("[^\\p{L}\\p{M}\\p{N}\\p{So}" + NO_BREAK + "]+");

  private WordSeparator() {}

  /** Returns words and single characters, a space before and after each; empty for none. */
  static String separate(String folded) {
    return separate(folded, position -> true);
  }

  /** Returns the same, with {@link #NO_BREAK} for a space within a word of the dictionary. */
  static String separateByDictionary(String folded) {
    return separate(folded, dictionaryBreaks(folded)::get);
  }

  private static BitSet dictionaryBreaks(String folded) {
    BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
    words.setText(folded);
    BitSet breaks = new BitSet(folded.length() + 1);
    for (int at = words.first(); at != BreakIterator.DONE; at = words.next()) {
      breaks.set(at);
    }
    return breaks;
  }

  private static String separate(String folded, IntPredicate breaks) {
    StringBuilder spaced = new StringBuilder(2 * folded.length());
    int before = ' ';
    for (int at = 0; at < folded.length(); at += Character.charCount(before)) {
      int character = folded.codePointAt(at);
      if (isUnspaced(before) && isUnspaced(character) && !breaks.test(at)) {
        spaced.append(NO_BREAK);
      } else if (isApart(before) || isApart(character)) {
        spaced.append(' ');
      }
      spaced.appendCodePoint(character);
      before = character;
    }
    String words = BETWEEN.matcher(spaced).replaceAll(" ").strip();
    return words.isEmpty() ? "" : " " + words + " ";
  }

  private static boolean isApart(int character) {
    return isSymbol(character) || isUnspaced(character);
  }

  static boolean isUnspaced(int character) {
    return character >= 0x80
        && (character == LONG_VOWEL || UNSPACED.contains(UnicodeScript.of(character)))
        && !isSymbol(character);
  }

  private static boolean isSymbol(int character) {
    return Character.getType(character) == Character.OTHER_SYMBOL;
  }
}

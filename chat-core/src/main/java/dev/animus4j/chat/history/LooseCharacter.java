package dev.animus4j.chat.history;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A character as a model may read it, whatever it is written as: an entity of HTML, escaped once or
 * more, an escape of JSON, of programs, or of addresses, in full width, with marks, or as another
 * one that looks the same.
 *
 * @param character in lower case
 * @param end where the text goes on
 */
record LooseCharacter(int character, int end) {
  private static final String BRACKETS = "<＜﹤≮‹〈〈⟨❮❬❰⧼⦑˂ᐸ˱≺⋖≪⪡⟪ᚲᗕ\uD834\uDE36";
  private static final int[] ALPHABETS = {0x249C, 0x1F110, 0x1F150, 0x1F170, 0x1F1E6};

  /** A letter, and others that look like it or stand for it. */
  private static final String[] ALIKE = {
    "iіιıɪɨⲓꓲӏǀꭵ1l", "mмᴍɱᶆⲙꓟꮇ", "aаαɑᴀɐⲁꓮꭺ4", "gɡԍɢցɠⲅꓖꮐ9", "eеᴇɘəⲉꓰꭼε3"
  };

  private static final Pattern ESCAPE =
      Pattern.compile(
          "&(?:amp;)*+(?:#0*+([0-9]{1,7}+);?+|#[xX]0*+([0-9a-fA-F]{1,6}+);?+"
              + "|((?i:n?v?lt|langle|lang|lsaquo|prec));?+|[a-zA-Z]{2,31}+;)"
              + "|\\\\{1,9}+(?:([0-7]{2,3})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})"
              + "|[ux]\\{0*+([0-9a-fA-F]{1,6}+)}|U00([0-9a-fA-F]{6}))"
              + "|%(?:25)*+u?+(?:00)?+([0-7][0-9a-fA-F])");
  private static final int DECIMAL = 1;
  private static final int BRACKET = 3;
  private static final int OCTAL = 4;
  private static final int OTHER = 0x200B;

  /** Where the letters begin that nobody sees and machines read; as many as in ASCII. */
  private static final int HIDDEN = 0xE0000;

  static boolean isHidden(String text) {
    return text.indexOf(Character.highSurrogate(HIDDEN)) >= 0;
  }

  /** Whether a bracket may begin there. */
  static boolean mayBeBracket(char c) {
    return c < 0x80
        ? c == '<' || c == '&' || c == '\\' || c == '%'
        : c == Character.highSurrogate(HIDDEN) || BRACKETS.indexOf(c) >= 0;
  }

  /**
   * The one there.
   *
   * @param hidden whether the invisible letters are read too, rather than passed over
   */
  static LooseCharacter at(String text, int at, boolean hidden) {
    char first = text.charAt(at);
    LooseCharacter escape = first == '&' || first == '\\' || first == '%' ? escape(text, at) : null;
    if (escape != null) {
      return escape;
    }
    int c = text.codePointAt(at);
    int end = at + Character.charCount(c);
    boolean reads = hidden && c > HIDDEN + ' ' && c < HIDDEN + 0x7F;
    return new LooseCharacter(folded(reads ? c - HIDDEN : c), end);
  }

  private static @Nullable LooseCharacter escape(String text, int at) {
    Matcher escape = ESCAPE.matcher(text).region(at, text.length());
    if (!escape.lookingAt()) {
      return null;
    }
    int group = 1;
    while (group <= escape.groupCount() && escape.group(group) == null) {
      group++;
    }
    int code = group == BRACKET ? '<' : OTHER;
    if (group <= escape.groupCount() && group != BRACKET) {
      int radix = group == DECIMAL ? 10 : group == OCTAL ? 8 : 16;
      code = Integer.parseInt(escape.group(group), radix);
    }
    return new LooseCharacter(
        folded(Character.isValidCodePoint(code) ? code : OTHER), escape.end());
  }

  private static int folded(int c) {
    if (c < 0x80) {
      return Character.toLowerCase(c);
    }
    for (int first : ALPHABETS) {
      if (c >= first && c < first + 26) {
        return 'a' + c - first;
      }
    }
    String plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD);
    return Character.toLowerCase(plain.codePointAt(0));
  }

  boolean isBracket() {
    return BRACKETS.indexOf(character) >= 0;
  }

  /** Whether it is, or looks like, this letter. */
  boolean isLike(char letter) {
    for (String alike : ALIKE) {
      if (alike.charAt(0) == letter) {
        return alike.indexOf(character) >= 0;
      }
    }
    return character == letter;
  }

  /** Whether it is a letter or a digit that is seen. */
  boolean isSpoken() {
    return Character.isLetterOrDigit(character) && !isBlank();
  }

  boolean isOfName() {
    return isSpoken() || character == '_' || character == '-';
  }

  /** Some letters are white space to who looks. */
  private boolean isBlank() {
    return character == 0x115F || character == 0x1160 || character == 0x3164 || character == 0xFFA0;
  }
}

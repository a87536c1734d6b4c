package dev.animus4j.chat.history;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Character as a model may read it, however it is encoded: as an HTML entity, escaped once or more,
 * an escape of JSON, source code or URLs, in full width, with marks, or as a homoglyph.
 *
 * @param character in lower case
 * @param end index of the text after it
 */
record ObfuscatedCharacter(int character, int end) {
  private static final String BRACKETS = "<＜﹤≮‹〈〈⟨❮❬❰⧼⦑˂ᐸ˱≺⋖≪⪡⟪ᚲᗕ\uD834\uDE36";
  private static final int[] ALPHABETS = {0x249C, 0x1F110, 0x1F150, 0x1F170, 0x1F1E6};

  /** A letter, followed by its homoglyphs. */
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

  /** Start of the block of invisible tag characters, which mirrors ASCII. */
  private static final int HIDDEN = 0xE0000;

  static boolean containsHidden(String text) {
    return text.indexOf(Character.highSurrogate(HIDDEN)) >= 0;
  }

  /** Whether a bracket may start with this character. */
  static boolean mayBeBracket(char c) {
    if (c < 0x80) {
      return c == '<' || c == '&' || c == '\\' || c == '%';
    }
    boolean east = c > '\u3008' && c < Character.MIN_SURROGATE; // most letters, and no bracket
    return !east && (BRACKETS.indexOf(c) >= 0 || c == Character.highSurrogate(HIDDEN));
  }

  /**
   * Reads the character at this index.
   *
   * @param hidden whether invisible letters are read too, rather than skipped
   */
  static ObfuscatedCharacter read(String text, int at, boolean hidden) {
    char first = text.charAt(at);
    ObfuscatedCharacter escape =
        first == '&' || first == '\\' || first == '%' ? readEscape(text, at) : null;
    if (escape != null) {
      return escape;
    }
    int c = text.codePointAt(at);
    int end = at + Character.charCount(c);
    boolean reads = hidden && c > HIDDEN + ' ' && c < HIDDEN + 0x7F;
    return new ObfuscatedCharacter(fold(reads ? c - HIDDEN : c), end);
  }

  private static @Nullable ObfuscatedCharacter readEscape(String text, int at) {
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
    return new ObfuscatedCharacter(
        fold(Character.isValidCodePoint(code) ? code : OTHER), escape.end());
  }

  private static int fold(int c) {
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

  /** Whether it is this letter or a homoglyph of it. */
  boolean isLike(char letter) {
    for (String alike : ALIKE) {
      if (alike.charAt(0) == letter) {
        return alike.indexOf(character) >= 0;
      }
    }
    return character == letter;
  }

  /** Whether it is a visible letter or digit. */
  boolean isVisibleAlphanumeric() {
    return Character.isLetterOrDigit(character) && !isBlank();
  }

  boolean isNameCharacter() {
    return isVisibleAlphanumeric() || character == '_' || character == '-';
  }

  /** Some letters are displayed as white space. */
  private boolean isBlank() {
    return character == 0x115F || character == 0x1160 || character == 0x3164 || character == 0xFFA0;
  }
}

package dev.animus4j.chat.history;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a model may read as the beginning of {@code <image …>}, however it is spelt: in any
 * case, with white space and what cannot be seen in it, as entities, in full width, in letters and
 * brackets that look the same. A text that ends within such a beginning counts as well, for
 * something may be put after it.
 */
final class LooseTag {
  private static final String BRACKETS = "<＜﹤‹〈〈⟨❮❬˂ᐸ";
  private static final String[] LETTERS = {"iіιıɪ", "mмᴍ", "aаαɑᴀ", "gɡԍɢ", "eеᴇ"};
  private static final int[] ALPHABETS = {0x249C, 0x1F110, 0x1F150, 0x1F170, 0x1F1E6};

  private final String text;
  private int at;
  private int next;

  private LooseTag(String text) {
    this.text = text;
  }

  /** The same text without them: their brackets are escaped. */
  static String disarmed(String text) {
    StringBuilder disarmed = null;
    LooseTag tag = new LooseTag(text);
    int told = 0;
    for (int start = 0; start < text.length(); start++) {
      if (mayBegin(text.charAt(start)) && tag.beginsAt(start)) {
        disarmed = disarmed == null ? new StringBuilder(text.length() + 10) : disarmed;
        boolean entity = text.charAt(start) == '&' || text.charAt(start) == '\\';
        disarmed.append(text, told, start).append(entity ? escaped(text, start) : "&lt;");
        told = start + 1;
      }
    }
    return disarmed == null ? text : disarmed.append(text, told, text.length()).toString();
  }

  private static boolean mayBegin(char c) {
    return c == '&' || c == '\\' || BRACKETS.indexOf(c) >= 0;
  }

  private static String escaped(String text, int start) {
    return text.charAt(start) == '&' ? "&amp;" : "\\\\";
  }

  private boolean beginsAt(int start) {
    at = start;
    if (BRACKETS.indexOf(read()) < 0) {
      return false;
    }
    at = next;
    while (!isOver() && isAround(read())) {
      at = next;
    }
    for (String letter : LETTERS) {
      skipInvisible();
      if (isOver()) {
        return true;
      } else if (letter.indexOf(folded(read())) < 0) {
        return false;
      }
      at = next;
    }
    skipInvisible();
    return isOver() || !isName(read());
  }

  private boolean isOver() {
    return at >= text.length();
  }

  private void skipInvisible() {
    while (!isOver() && isInvisible(read())) {
      at = next;
    }
  }

  /** The character that is next, which may be written as an entity. */
  private int read() {
    Entity entity = Entity.at(text, at);
    int character = entity == null ? text.codePointAt(at) : entity.character();
    next = entity == null ? at + Character.charCount(character) : entity.end();
    return character;
  }

  private static boolean isAround(int c) {
    return c == '/' || c == '!' || c == '?' || isSpace(c) || isInvisible(c);
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x2800;
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SURROGATE ->
          true;
      case Character.CONTROL -> !Character.isWhitespace(c);
      default -> c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0xFFFC;
    };
  }

  private static boolean isName(int c) {
    int folded = folded(c);
    return Character.isLetterOrDigit(folded) || folded == '_' || folded == '-';
  }

  private static int folded(int c) {
    for (int first : ALPHABETS) {
      if (c >= first && c < first + 26) {
        return 'a' + c - first;
      }
    }
    String plain =
        c < 0x80
            ? Character.toString(c)
            : Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD);
    return Character.toLowerCase(plain.codePointAt(0));
  }

  /** A character written as an entity of HTML, or escaped as in JSON. */
  private record Entity(int character, int end) {
    private static final int LONGEST = 12;

    static @Nullable Entity at(String text, int at) {
      if (text.charAt(at) == '&') {
        return html(text, at + 1);
      }
      boolean json = text.startsWith("\\u", at) && at + 6 <= text.length();
      int code = json ? number(text.substring(at + 2, at + 6), 16) : -1;
      return code < 0 ? null : new Entity(code, at + 6);
    }

    private static @Nullable Entity html(String text, int from) {
      if (text.regionMatches(true, from, "lt", 0, 2)) {
        return new Entity('<', ended(text, from + 2));
      } else if (!text.startsWith("#", from)) {
        return null;
      }
      boolean hex = text.regionMatches(true, from + 1, "x", 0, 1);
      int start = from + (hex ? 2 : 1);
      int end = start;
      while (end < text.length()
          && end < start + LONGEST
          && Character.digit(text.charAt(end), hex ? 16 : 10) >= 0) {
        end++;
      }
      int code = number(text.substring(start, end), hex ? 16 : 10);
      return code < 0 ? null : new Entity(code, ended(text, end));
    }

    private static int ended(String text, int end) {
      return text.startsWith(";", end) ? end + 1 : end;
    }

    private static int number(String digits, int radix) {
      try {
        int code = Integer.parseInt(digits, radix);
        return Character.isValidCodePoint(code) && code >= 0 ? code : -1;
      } catch (NumberFormatException noNumber) {
        return -1;
      }
    }
  }
}

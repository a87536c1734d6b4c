package dev.animus4j.image.provider.json;

/**
 * Decoder for the content of a JSON string, byte by byte: escapes become the character they stand
 * for, other bytes stay as they are.
 */
public final class JsonStringDecoder {
  /** Not a character: the byte was accepted, and completes none. */
  public static final int PENDING = -1;

  /** Not a character: the closing quotation mark. */
  public static final int END = -2;

  /** Not a character: there is no such escape. */
  public static final int WRONG = -3;

  private static final int IN_HEX = 4;

  private boolean escaped;
  private int digits;
  private int code;

  /** Whether the next byte is a character of its own, or begins one. */
  public boolean isAtBoundary() {
    return !escaped && digits == 0;
  }

  /** Returns the character that the byte completes, or one of the constants. */
  public int accept(int c) {
    if (digits > 0) {
      return acceptHexDigit(c);
    }
    if (escaped) {
      escaped = false;
      return unescape(c);
    }
    if (c == '\\') {
      escaped = true;
      return PENDING;
    }
    return c == '"' ? END : c;
  }

  private int unescape(int c) {
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        digits = IN_HEX;
        code = 0;
        yield PENDING;
      }
      default -> WRONG;
    };
  }

  private int acceptHexDigit(int c) {
    int value = Character.digit(c, 16);
    if (value < 0) {
      return WRONG;
    }
    digits--;
    code = code << 4 | value;
    return digits == 0 ? code : PENDING;
  }
}

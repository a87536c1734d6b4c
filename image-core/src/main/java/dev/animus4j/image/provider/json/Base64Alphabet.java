package dev.animus4j.image.provider.json;

import java.util.Arrays;

/** Both alphabets of base64 (RFC 4648), the standard one and that for URLs, as one. */
public final class Base64Alphabet {
  /** Not a sextet: white space, which may stand anywhere. */
  public static final int SPACE = -1;

  /** Not a sextet: the character is not part of base64. */
  public static final int NONE = -2;

  /** Not a sextet: the padding at the end. */
  public static final int PADDING = -3;

  private static final byte[] SEXTETS = sextets();

  private Base64Alphabet() {}

  /** The six bits that a character stands for, or one of the constants. */
  public static int sextet(int character) {
    return character >= 0 && character < SEXTETS.length ? SEXTETS[character] : NONE;
  }

  /** Whether this character is one of base64, or its padding, and no white space. */
  public static boolean isDigit(int character) {
    int sextet = sextet(character);
    return sextet >= 0 || sextet == PADDING;
  }

  private static byte[] sextets() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) NONE);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int sextet = 0; sextet < alphabet.length(); sextet++) {
      values[alphabet.charAt(sextet)] = (byte) sextet;
    }
    values['-'] = values['+'];
    values['_'] = values['/'];
    values['='] = PADDING;
    for (char space : new char[] {' ', '\t', '\n', '\r', '\f'}) {
      values[space] = SPACE;
    }
    return values;
  }
}

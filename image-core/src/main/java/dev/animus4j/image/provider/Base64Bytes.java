package dev.animus4j.image.provider;

import java.util.Arrays;

/**
 * Base64 decoded character by character, in either alphabet, with or without padding, white space
 * skipped. No character gives more than one byte, so that decoding in place never overtakes itself.
 */
final class Base64Bytes {
  /** Not a byte: the character was taken, and completes none. */
  static final int NOTHING = -1;

  /** Not a byte: this character, or the end, cannot be here. */
  static final int JUNK = -2;

  private static final int PADDING = -3;
  private static final byte[] MEANINGS = meanings();

  private int bits;
  private int held;
  private int padding;

  /** The byte that the character completes, {@link #NOTHING} or {@link #JUNK}. */
  int take(int character) {
    int meaning = character < MEANINGS.length ? MEANINGS[character] : JUNK;
    if (meaning < 0) {
      return meaning == PADDING ? padded() : meaning;
    }
    if (padding > 0) {
      return JUNK;
    }
    bits = bits << 6 | meaning;
    held += 6;
    if (held < 8) {
      return NOTHING;
    }
    held -= 8;
    return bits >>> held & 0xFF;
  }

  /** Whether it may end here, and begins anew. */
  boolean end() {
    boolean whole = held != 6;
    bits = 0;
    held = 0;
    padding = 0;
    return whole;
  }

  private int padded() {
    padding++;
    return padding > 2 || held == 0 || held == 6 ? JUNK : NOTHING;
  }

  private static byte[] meanings() {
    byte[] meanings = new byte[128];
    Arrays.fill(meanings, (byte) JUNK);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int sextet = 0; sextet < alphabet.length(); sextet++) {
      meanings[alphabet.charAt(sextet)] = (byte) sextet;
    }
    meanings['-'] = meanings['+'];
    meanings['_'] = meanings['/'];
    meanings['='] = PADDING;
    for (char space : new char[] {' ', '\t', '\n', '\r', '\f'}) {
      meanings[space] = NOTHING;
    }
    return meanings;
  }
}

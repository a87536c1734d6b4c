package dev.animus4j.image.provider;

import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 decoded character by character, in either alphabet, with or without padding, white space
 * skipped. No character gives more than one byte, so that decoding in place never overtakes itself.
 * As long as there is nothing but the usual characters, the platform decodes them by the block.
 */
final class Base64Bytes {
  /** Not a byte: the character was taken, and completes none. */
  static final int NOTHING = -1;

  /** Not a byte: this character, or the end, cannot be here. */
  static final int JUNK = -2;

  /** In characters. */
  static final int BLOCK = 1024;

  /** How many bytes a block gives. */
  static final int BLOCK_BYTES = BLOCK / 4 * 3;

  private static final Base64.Decoder DECODER = Base64.getDecoder();
  private static final int PADDING = -3;
  private static final byte[] MEANINGS = meanings();

  private final byte[] block = new byte[BLOCK];
  private final byte[] decoded = new byte[BLOCK_BYTES];
  private boolean unusual;
  private int bits;
  private int held;
  private int padding;

  /**
   * Decodes a block of characters to another place in the same array; false when they have to be
   * taken one by one, and so have all that follow until the end.
   */
  boolean takesBlock(byte[] bytes, int from, int to) {
    if (unusual || held > 0 || padding > 0) {
      return false;
    }
    System.arraycopy(bytes, from, block, 0, BLOCK);
    unusual = !isDecoded();
    if (!unusual) {
      System.arraycopy(decoded, 0, bytes, to, BLOCK_BYTES);
    }
    return !unusual;
  }

  private boolean isDecoded() {
    try {
      return DECODER.decode(block, decoded) == BLOCK_BYTES;
    } catch (IllegalArgumentException unusualCharacter) {
      return false;
    }
  }

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
    unusual = false;
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

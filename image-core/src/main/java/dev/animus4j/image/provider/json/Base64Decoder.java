package dev.animus4j.image.provider.json;

import java.util.Base64;

/**
 * Decoder for base64, character by character, in either alphabet, with or without padding, white
 * space skipped. No character gives more than one byte, so that decoding in place never overtakes
 * itself. As long as only characters of the standard alphabet occur, the JDK decodes them by the
 * block.
 */
final class Base64Decoder {
  /** Not a byte: the character was accepted, and completes none. */
  static final int NOTHING = -1;

  /** Not a byte: this character, or the end, is invalid here. */
  static final int INVALID = -2;

  /** In characters. */
  static final int BLOCK = 1024;

  /** The number of bytes that a block decodes to. */
  static final int BLOCK_BYTES = BLOCK / 4 * 3;

  private static final Base64.Decoder DECODER = Base64.getDecoder();

  private final byte[] block = new byte[BLOCK];
  private final byte[] decoded = new byte[BLOCK_BYTES];
  private boolean nonStandard;
  private int bits;
  private int held;
  private int padding;

  /**
   * Decodes a block of characters to another place in the same array; false when these and all that
   * follow must be decoded one by one.
   */
  boolean decodeBlock(byte[] bytes, int from, int to) {
    if (nonStandard || held > 0 || padding > 0) {
      return false;
    }
    System.arraycopy(bytes, from, block, 0, BLOCK);
    nonStandard = !tryDecode();
    if (!nonStandard) {
      System.arraycopy(decoded, 0, bytes, to, BLOCK_BYTES);
    }
    return !nonStandard;
  }

  private boolean tryDecode() {
    try {
      return DECODER.decode(block, decoded) == BLOCK_BYTES;
    } catch (IllegalArgumentException unusualCharacter) {
      return false;
    }
  }

  /** Decodes a character to the byte that it completes, {@link #NOTHING} or {@link #INVALID}. */
  int decode(int character) {
    int value = Base64Alphabet.sextet(character);
    if (value < 0) {
      return withoutSextet(value);
    }
    if (padding > 0) {
      return INVALID;
    }
    bits = bits << 6 | value;
    held += 6;
    if (held < 8) {
      return NOTHING;
    }
    held -= 8;
    return bits >>> held & 0xFF;
  }

  /** Whether the text may end here; resets the decoder. */
  boolean finish() {
    boolean complete = held != 6;
    bits = 0;
    held = 0;
    padding = 0;
    nonStandard = false;
    return complete;
  }

  private int withoutSextet(int kind) {
    return switch (kind) {
      case Base64Alphabet.PADDING -> acceptPadding();
      case Base64Alphabet.SPACE -> NOTHING;
      default -> INVALID;
    };
  }

  private int acceptPadding() {
    padding++;
    return padding > 2 || held == 0 || held == 6 ? INVALID : NOTHING;
  }
}

package dev.animus4j.chat.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the words of a chunk. Most chunks of a stream differ in their words only: one
 * that has the same around plain words needs no parser.
 */
final class Frame {
  /** So many frames in a row that fit no other chunk are enough: this server never repeats one. */
  private static final int ENOUGH = 4;

  /** In bytes: what is larger does not come often. */
  private static final int LARGEST = 4 << 10;

  private byte[] chunk = {};
  private int length;
  private int from;
  private int to;
  private int vain;

  /** The words of a chunk that has this frame; null when it has another. */
  @Nullable String words(byte[] bytes, int offset, int size) {
    int start = offset + from;
    int end = offset + size - (length - to);
    boolean fits =
        length > 0
            && start <= end
            && Arrays.equals(chunk, 0, from, bytes, offset, start)
            && Arrays.equals(chunk, to, length, bytes, end, offset + size);
    String words = fits ? plain(bytes, start, end) : null;
    vain = words == null ? vain : 0;
    return words;
  }

  /**
   * Takes the frame of this chunk, which says these words. Without escapes in it, they stand there
   * as they are; where they stand twice, it cannot be told which are meant.
   *
   * @return whether it did
   */
  boolean learn(byte[] bytes, int offset, int size, String words) {
    if (size <= LARGEST && vain < ENOUGH && index((byte) '\\', bytes, offset, offset + size) < 0) {
      byte[] quoted = ("\"" + words + "\"").getBytes(UTF_8);
      int first = index(quoted, bytes, offset, offset + size);
      if (first >= 0 && index(quoted, bytes, first + 1, offset + size) < 0) {
        chunk = chunk.length < size ? new byte[size] : chunk;
        System.arraycopy(bytes, offset, chunk, 0, size);
        length = size;
        from = first + 1 - offset;
        to = from + quoted.length - 2;
        vain++;
        return true;
      }
    }
    return false;
  }

  /** The text between two quotes; null if anything in it is not what it seems. */
  private static @Nullable String plain(byte[] bytes, int start, int end) {
    for (int at = start; at < end; at++) {
      byte b = bytes[at];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        return null;
      }
    }
    String text = new String(bytes, start, end - start, UTF_8);
    return text.indexOf('\uFFFD') < 0 ? text : null;
  }

  private static int index(byte wanted, byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != wanted) {
      at++;
    }
    return at < end ? at : -1;
  }

  private static int index(byte[] wanted, byte[] bytes, int start, int end) {
    for (int at = start; at <= end - wanted.length; at++) {
      if (Arrays.equals(wanted, 0, wanted.length, bytes, at, at + wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}

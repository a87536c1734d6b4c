package dev.animus4j.chat.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Template of the bytes around the text of a chunk. Most chunks of a stream differ in their text
 * only: one with the same bytes around a text without escapes needs no JSON parser.
 */
final class TemplateChunkParser implements TextChunkParser {
  /** After so many templates in a row that fit no other chunk no more are learnt. */
  private static final int MAX_MISSES = 4;

  /** In bytes; larger chunks are rare. */
  private static final int MAX_BYTES = 4 << 10;

  private byte[] chunk = {};
  private int length;
  private int from;
  private int to;
  private int misses;

  @Override
  public @Nullable String parse(byte[] bytes, int offset, int size) {
    int start = offset + from;
    int end = offset + size - (length - to);
    boolean fits =
        length > 0
            && start <= end
            && Arrays.equals(chunk, 0, from, bytes, offset, start)
            && Arrays.equals(chunk, to, length, bytes, end, offset + size);
    String text = fits ? decode(bytes, start, end) : null;
    misses = text == null ? misses : 0;
    return text;
  }

  /**
   * Learns the template of a chunk with this text, if it has no escapes and holds the text once.
   *
   * @return whether it was learnt
   */
  boolean learn(byte[] bytes, int offset, int size, String text) {
    if (size <= MAX_BYTES
        && misses < MAX_MISSES
        && indexOf((byte) '\\', bytes, offset, offset + size) < 0) {
      byte[] quoted = ("\"" + text + "\"").getBytes(UTF_8);
      int first = indexOf(quoted, bytes, offset, offset + size);
      if (first >= 0 && indexOf(quoted, bytes, first + 1, offset + size) < 0) {
        chunk = chunk.length < size ? new byte[size] : chunk;
        System.arraycopy(bytes, offset, chunk, 0, size);
        length = size;
        from = first + 1 - offset;
        to = from + quoted.length - 2;
        misses++;
        return true;
      }
    }
    return false;
  }

  /** The text between two quotes; null if it has escapes or malformed UTF-8. */
  private static @Nullable String decode(byte[] bytes, int start, int end) {
    for (int at = start; at < end; at++) {
      byte b = bytes[at];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        return null;
      }
    }
    String decoded = new String(bytes, start, end - start, UTF_8);
    return decoded.indexOf('\uFFFD') < 0 ? decoded : null;
  }

  private static int indexOf(byte wanted, byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != wanted) {
      at++;
    }
    return at < end ? at : -1;
  }

  private static int indexOf(byte[] wanted, byte[] bytes, int start, int end) {
    for (int at = start; at <= end - wanted.length; at++) {
      if (Arrays.equals(wanted, 0, wanted.length, bytes, at, at + wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}

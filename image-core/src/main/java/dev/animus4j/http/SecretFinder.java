package dev.animus4j.http;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Finds secrets in texts: any part of a minimum length, in any case, escaped as in addresses, JSON
 * and HTML, once or twice, and with any characters but letters and digits in between.
 */
final class SecretFinder {
  /** In characters: the least length of a part. */
  private static final int PART_LENGTH = RequestSecrets.MIN_LENGTH;

  /** Longer texts are truncated, because the position of each character is recorded. */
  private static final int MAX_LENGTH = 100_000;

  private static final int LAYERS = 3;
  private static final long PRIME = 0x100000001B3L;

  /** The offset of the full-width forms of ASCII characters. */
  private static final char WIDE = 0xFEE0;

  /** The hashes of all parts of all secrets, sorted. */
  private final long[] parts;

  /** Creates a finder for these secrets, if they have at least the length of a part. */
  SecretFinder(List<String> secrets) {
    parts =
        secrets.stream()
            .map(UnescapedText::of)
            .flatMap(secret -> Stream.of(secret, secret.lettersAndDigits()).distinct())
            .flatMapToLong(SecretFinder::parts)
            .sorted()
            .toArray();
  }

  /** Replaces each secret by an ellipsis. */
  String redact(String original) {
    String text = original.length() > MAX_LENGTH ? original.substring(0, MAX_LENGTH) : original;
    if (parts.length == 0) {
      return text;
    }
    BitSet found = new BitSet();
    UnescapedText layer = UnescapedText.of(text);
    UnescapedText last = null;
    for (int i = 0; i < LAYERS && !layer.equals(last); i++) {
      find(layer, found);
      find(layer.lettersAndDigits(), found);
      last = layer;
      layer = layer.unescape();
    }
    return found.isEmpty() ? text : mask(text, found);
  }

  private void find(UnescapedText layer, BitSet found) {
    for (int at = 0; at + PART_LENGTH <= layer.text().length(); at++) {
      if (Arrays.binarySearch(parts, part(layer.text(), at)) >= 0) {
        found.set(layer.startOf(at), layer.endOf(at + PART_LENGTH - 1));
      }
    }
  }

  private static LongStream parts(UnescapedText secret) {
    String text = secret.text();
    return IntStream.rangeClosed(0, text.length() - PART_LENGTH).mapToLong(at -> part(text, at));
  }

  private static long part(String text, int at) {
    long part = 0;
    for (int i = at; i < at + PART_LENGTH; i++) {
      part = part * PRIME + fold(text.charAt(i));
    }
    return part;
  }

  /** Folds to lower case and to half width. */
  private static char fold(char c) {
    boolean wide = c >= WIDE + '!' && c <= WIDE + '~';
    return Character.toLowerCase(wide ? (char) (c - WIDE) : c);
  }

  private static String mask(String text, BitSet found) {
    StringBuilder marked = new StringBuilder();
    int at = 0;
    for (int from = found.nextSetBit(0); from >= 0; from = found.nextSetBit(at)) {
      marked.append(text, at, from).append('…');
      at = found.nextClearBit(from);
    }
    return marked.append(text, at, text.length()).toString();
  }
}

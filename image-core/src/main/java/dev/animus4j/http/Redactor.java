package dev.animus4j.http;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Finds secrets in texts: any part of one of some length, in any case, as it is escaped in
 * addresses, JSON and HTML, once or twice, and with whatever but letters and digits between its
 * own.
 */
final class Redactor {
  /** In characters, of what is part of a secret. */
  private static final int PART = Secrets.SHORTEST;

  /** What is longer is cut off, for where each character stood has to be known. */
  private static final int MOST = 100_000;

  private static final int LAYERS = 3;
  private static final long PRIME = 0x100000001B3L;

  /** All parts of all secrets, as numbers, in order. */
  private final long[] parts;

  /** Finds these, if they are as long as a part at least. */
  Redactor(List<String> secrets) {
    parts =
        secrets.stream()
            .map(Unescaped::of)
            .flatMapToLong(secret -> LongStream.concat(parts(secret), parts(secret.bare())))
            .sorted()
            .distinct()
            .toArray();
  }

  /** The text with a sign in place of each. */
  String redacted(String whole) {
    String text = whole.length() > MOST ? whole.substring(0, MOST) : whole;
    if (parts.length == 0) {
      return text;
    }
    BitSet found = new BitSet();
    Unescaped layer = Unescaped.of(text);
    for (int i = 0; i < LAYERS; i++) {
      find(layer, found);
      find(layer.bare(), found);
      layer = layer.unescaped();
    }
    return found.isEmpty() ? text : marked(text, found);
  }

  private void find(Unescaped layer, BitSet found) {
    for (int at = 0; at + PART <= layer.text().length(); at++) {
      if (Arrays.binarySearch(parts, part(layer.text(), at)) >= 0) {
        found.set(layer.from(at), layer.to(at + PART - 1));
      }
    }
  }

  private static LongStream parts(Unescaped secret) {
    String text = secret.text();
    return IntStream.rangeClosed(0, text.length() - PART).mapToLong(at -> part(text, at));
  }

  private static long part(String text, int at) {
    long part = 0;
    for (int i = at; i < at + PART; i++) {
      part = part * PRIME + Character.toLowerCase(text.charAt(i));
    }
    return part;
  }

  private static String marked(String text, BitSet found) {
    StringBuilder marked = new StringBuilder();
    int at = 0;
    for (int from = found.nextSetBit(0); from >= 0; from = found.nextSetBit(at)) {
      marked.append(text, at, from).append('…');
      at = found.nextClearBit(from);
    }
    return marked.append(text, at, text.length()).toString();
  }
}

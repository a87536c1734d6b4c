package dev.animus4j.http;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

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

  /** Where the characters of full width begin; as many as in ASCII. */
  private static final char WIDE = 0xFEE0;

  /** All parts of all secrets, as numbers, in order. */
  private final long[] parts;

  /** Finds these, if they are as long as a part at least. */
  Redactor(List<String> secrets) {
    parts =
        secrets.stream()
            .map(Unescaped::of)
            .flatMap(secret -> Stream.of(secret, secret.bare()).distinct())
            .flatMapToLong(Redactor::parts)
            .sorted()
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
    Unescaped last = null;
    for (int i = 0; i < LAYERS && !layer.equals(last); i++) {
      find(layer, found);
      find(layer.bare(), found);
      last = layer;
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
      part = part * PRIME + folded(text.charAt(i));
    }
    return part;
  }

  /** In lower case, and not in full width. */
  private static char folded(char c) {
    boolean wide = c >= WIDE + '!' && c <= WIDE + '~';
    return Character.toLowerCase(wide ? (char) (c - WIDE) : c);
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

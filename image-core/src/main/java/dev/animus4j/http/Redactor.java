package dev.animus4j.http;

import java.util.BitSet;
import java.util.List;

/**
 * Finds secrets in a text: whole or with an end missing, in any case, and as they are escaped in
 * addresses, JSON and HTML, once or twice.
 */
final class Redactor {
  /** What is longer is cut off, for where each character stood has to be known. */
  private static final int MOST = 100_000;

  private static final int LAYERS = 3;

  private final String text;
  private final List<String> secrets;
  private final BitSet found = new BitSet();

  /**
   * @param secrets in lower case, each at least {@link Secrets#SHORTEST} long, or it is not found
   */
  Redactor(String text, List<String> secrets) {
    this.text = text.length() > MOST ? text.substring(0, MOST) : text;
    this.secrets = secrets;
  }

  /** The text with a sign in place of each. */
  String redacted() {
    if (secrets.isEmpty()) {
      return text;
    }
    Unescaped layer = Unescaped.of(text);
    for (int i = 0; i < LAYERS; i++) {
      find(layer);
      layer = layer.unescaped();
    }
    return found.isEmpty() ? text : marked();
  }

  private void find(Unescaped layer) {
    StringBuilder lower = new StringBuilder(layer.text().length());
    layer.text().chars().forEach(c -> lower.append(Character.toLowerCase((char) c)));
    String seen = lower.toString();
    secrets.stream()
        .filter(secret -> secret.length() >= Secrets.SHORTEST)
        .forEach(secret -> find(secret, seen, layer));
  }

  private void find(String secret, String seen, Unescaped layer) {
    String front = secret.substring(0, Secrets.SHORTEST);
    for (int at = seen.indexOf(front); at >= 0; at = seen.indexOf(front, at + 1)) {
      int length = front.length();
      while (at + length < seen.length()
          && length < secret.length()
          && seen.charAt(at + length) == secret.charAt(length)) {
        length++;
      }
      found.set(layer.from(at), layer.to(at + length - 1));
    }
    String back = secret.substring(secret.length() - Secrets.SHORTEST);
    for (int at = seen.indexOf(back); at >= 0; at = seen.indexOf(back, at + 1)) {
      int start = at;
      int left = secret.length() - back.length();
      while (start > 0 && left > 0 && seen.charAt(start - 1) == secret.charAt(left - 1)) {
        start--;
        left--;
      }
      found.set(layer.from(start), layer.to(at + back.length() - 1));
    }
  }

  private String marked() {
    StringBuilder marked = new StringBuilder();
    int at = 0;
    for (int from = found.nextSetBit(0); from >= 0; from = found.nextSetBit(at)) {
      marked.append(text, at, from).append('…');
      at = found.nextClearBit(from);
    }
    return marked.append(text, at, text.length()).toString();
  }
}

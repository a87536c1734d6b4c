package dev.animus4j.http;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A text whose escapes have become the characters they stand for, and where these stood in the
 * original: {@code from} up to {@code to}.
 */
record Unescaped(String text, int[] froms, int[] tos) {
  private static final Pattern ESCAPE =
      Pattern.compile(
          "(?:[%=]|%u00|\\\\u00|\\\\u\\{0{0,4}|\\\\x)([0-7][0-9a-fA-F])}?+"
              + "|&#[xX]0{0,6}([0-7][0-9a-fA-F]);?+|\\\\([01][0-7]{2})|&#0{0,6}([0-9]{2,3});?+"
              + "|\\\\([^ux])|&(amp|lt|gt|quot|apos|sol|equals|plus|lowbar|hyphen);");
  private static final int OCTAL = 3;
  private static final int DECIMAL = 4;
  private static final int ITSELF = 5;
  private static final int NAMED = 6;
  private static final Map<String, String> NAMES =
      Map.of(
          "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "sol", "/", "equals", "=",
          "plus", "+", "lowbar", "_", "hyphen", "-");

  static Unescaped of(String text) {
    return new Unescaped(
        text,
        IntStream.range(0, text.length()).toArray(),
        IntStream.rangeClosed(1, text.length()).toArray());
  }

  int from(int at) {
    return froms[at];
  }

  int to(int at) {
    return tos[at];
  }

  /** The same once more; this very one if there is nothing escaped in it. */
  Unescaped unescaped() {
    Matcher escape = ESCAPE.matcher(text);
    boolean more = escape.find();
    if (!more) {
      return this;
    }
    StringBuilder all = new StringBuilder(text.length());
    int[] from = new int[text.length()];
    int[] to = new int[text.length()];
    for (int at = 0; at < text.length(); ) {
      boolean escaped = more && escape.start() == at;
      int end = escaped ? escape.end() : at + 1;
      from[all.length()] = froms[at];
      to[all.length()] = tos[end - 1];
      all.append(escaped ? meant(escape) : text.charAt(at));
      more = escaped ? escape.find() : more;
      at = end;
    }
    return new Unescaped(all.toString(), from, to);
  }

  /** Only the letters and digits of it; this very one if there is nothing else. */
  Unescaped bare() {
    int[] kept =
        IntStream.range(0, text.length())
            .filter(at -> Character.isLetterOrDigit(text.charAt(at)))
            .toArray();
    if (kept.length == text.length()) {
      return this;
    }
    StringBuilder all = new StringBuilder(kept.length);
    IntStream.of(kept).forEach(at -> all.append(text.charAt(at)));
    return new Unescaped(
        all.toString(),
        IntStream.of(kept).map(this::from).toArray(),
        IntStream.of(kept).map(this::to).toArray());
  }

  private static char meant(Matcher escape) {
    int group = 1;
    while (escape.group(group) == null) {
      group++;
    }
    String code = escape.group(group);
    return switch (group) {
      case OCTAL -> (char) Integer.parseInt(code, 8);
      case DECIMAL -> (char) Integer.parseInt(code);
      case ITSELF -> "bfnrt".contains(code) ? ' ' : code.charAt(0);
      case NAMED -> NAMES.getOrDefault(code, "&").charAt(0);
      default -> (char) Integer.parseInt(code, 16);
    };
  }
}

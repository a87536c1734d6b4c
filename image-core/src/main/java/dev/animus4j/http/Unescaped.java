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
          "%([0-7][0-9a-fA-F])|\\\\u00([0-7][0-9a-fA-F])|\\\\x([0-7][0-9a-fA-F])"
              + "|&#[xX]0{0,6}([0-7][0-9a-fA-F]);|&#0{0,6}([0-9]{2,3});|\\\\([^ux])"
              + "|&(amp|lt|gt|quot|apos|sol|equals|plus);");
  private static final int DECIMAL = 5;
  private static final int ITSELF = 6;
  private static final int NAMED = 7;
  private static final Map<String, String> NAMES =
      Map.of(
          "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "sol", "/", "equals", "=",
          "plus", "+");

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

  /** The same once more. */
  Unescaped unescaped() {
    StringBuilder all = new StringBuilder(text.length());
    int[] from = new int[text.length()];
    int[] to = new int[text.length()];
    Matcher escape = ESCAPE.matcher(text);
    boolean more = escape.find();
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

  private static char meant(Matcher escape) {
    int group = 1;
    while (escape.group(group) == null) {
      group++;
    }
    String code = escape.group(group);
    return switch (group) {
      case DECIMAL -> (char) Integer.parseInt(code);
      case ITSELF -> code.charAt(0);
      case NAMED -> NAMES.getOrDefault(code, "&").charAt(0);
      default -> (char) Integer.parseInt(code, 16);
    };
  }
}

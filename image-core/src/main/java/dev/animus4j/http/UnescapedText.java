package dev.animus4j.http;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Text with its escapes decoded, and the position of each character in the original: {@code from}
 * up to {@code to}.
 */
record UnescapedText(String text, int[] froms, int[] tos) {
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

  static UnescapedText of(String text) {
    return new UnescapedText(
        text,
        IntStream.range(0, text.length()).toArray(),
        IntStream.rangeClosed(1, text.length()).toArray());
  }

  int startOf(int at) {
    return froms[at];
  }

  int endOf(int at) {
    return tos[at];
  }

  /** Decodes once more; returns this when nothing in it is escaped. */
  UnescapedText unescape() {
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
      all.append(escaped ? decode(escape) : text.charAt(at));
      more = escaped ? escape.find() : more;
      at = end;
    }
    return new UnescapedText(all.toString(), from, to);
  }

  /** Returns only its letters and digits; this when there is nothing else. */
  UnescapedText lettersAndDigits() {
    int[] indexes =
        IntStream.range(0, text.length())
            .filter(at -> Character.isLetterOrDigit(text.charAt(at)))
            .toArray();
    if (indexes.length == text.length()) {
      return this;
    }
    StringBuilder all = new StringBuilder(indexes.length);
    IntStream.of(indexes).forEach(at -> all.append(text.charAt(at)));
    return new UnescapedText(
        all.toString(),
        IntStream.of(indexes).map(this::startOf).toArray(),
        IntStream.of(indexes).map(this::endOf).toArray());
  }

  private static char decode(Matcher escape) {
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

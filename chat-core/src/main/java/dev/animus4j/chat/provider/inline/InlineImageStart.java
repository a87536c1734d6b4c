package dev.animus4j.chat.provider.inline;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Beginning of an image in a text, up to its base64.
 *
 * @param form how the image is written; null while more of the text is needed to tell
 * @param payload where its base64 begins, or the marker in its place
 * @param end where that marker ends; -1 for base64
 */
record InlineImageStart(@Nullable Form form, int payload, int end) {
  private static final String BASE64 = "[A-Za-z0-9+/_%=-]";
  private static final String DATA =
      "data:([^,;\"'()<>\\s]{0,80}+)"
          + "(?:;(?!\\s{0,9}base64\\s{0,9},)[^,;\"'()<>\\s]{0,80}+){0,3}+"
          + ";\\s{0,9}base64\\s{0,9},\\s{0,9}"
          + ("(" + Base64Marker.PATTERN + "|" + BASE64 + "{32})");
  private static final Pattern UNFINISHED =
      Pattern.compile(
          "(?i:data:[^,\"'()<>\\s]{0,160};\\s{0,9}base64\\s{0,9},)\\s{0,9}"
              + "(?:iVBOR|/9j/|R0lGOD|UklGR|%2F9j)"
              + BASE64
              + "{0,32}$");
  private static final InlineImageStart UNDECIDED = new InlineImageStart(null, 0, -1);

  /** In which an image is written. */
  enum Form {
    /** {@code ![alt](data:…)}. */
    MARKDOWN(
        "!\\[[^\\[\\]]{0,2000}\\]\\(\\s{0,9}<?" + DATA, "\\s{0,9}>?" + title() + "\\s{0,9}\\)"),

    /** {@code <img src="data:…">}. */
    HTML("<img\\s[^<>]{0,2000}?src\\s{0,9}=\\s{0,9}[\"']?\\s{0,9}" + DATA, "[^<>]{0,2000}>"),

    /** A data URL. */
    URL(DATA, ""),

    /** Base64 of a file, without anything to announce it. */
    BARE("()((?-i:iVBORw0KGgo|/9j/[2-4]|R0lGOD[dl]h|UklGR)" + BASE64 + "{200})", ""),

    /** {@link Base64Marker}. */
    MARKER("()(" + Base64Marker.PATTERN + ")", "");

    private final Pattern start;
    private final Pattern tail;

    Form(String start, String tail) {
      this.start = Pattern.compile(start, CASE_INSENSITIVE);
      this.tail = Pattern.compile(tail);
    }

    private static String title() {
      return "(?:\\s{0,9}(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'))?";
    }

    /** Matches what follows the base64, from this position. */
    Matcher tail(CharSequence text, int from) {
      return tail.matcher(text).region(from, text.length());
    }
  }

  /** Where the next image may begin, at the earliest; the length of the text for nowhere. */
  static int find(String text, int from) {
    int at = from;
    while (at < text.length() && form(text, at) == null) {
      at++;
    }
    return at;
  }

  /** The form of the image that may begin here, by its first characters. */
  private static @Nullable Form form(String text, int at) {
    return switch (text.charAt(at)) {
      case '!' -> may("![", text, at, Form.MARKDOWN);
      case '<' -> may("<img", text, at, Form.HTML);
      case 'd', 'D' -> may("data:", text, at, Form.URL);
      case 'i' -> may("iVBORw0KGgo", text, at, Form.BARE);
      case '/' -> may("/9j/", text, at, Form.BARE);
      case 'R' -> may("R0lGOD", text, at, Form.BARE);
      case 'U' -> may("UklGR", text, at, Form.BARE);
      case Base64Marker.BEGIN -> Form.MARKER;
      default -> null;
    };
  }

  private static @Nullable Form may(String begin, String text, int at, Form form) {
    int length = Math.min(begin.length(), text.length() - at);
    return text.regionMatches(form != Form.BARE, at, begin, 0, length) ? form : null;
  }

  /**
   * The image that begins here; null when none does.
   *
   * @param before the character before it
   */
  static @Nullable InlineImageStart at(String text, int at, char before) {
    Form form = form(text, at);
    if (form == null || (form == Form.BARE && Base64Bytes.isPart(before))) {
      return null;
    }
    Matcher matcher = form.start.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return matcher.hitEnd() ? UNDECIDED : null;
    }
    String payload = matcher.group(2);
    boolean marked = payload.charAt(0) == Base64Marker.BEGIN;
    boolean named = matcher.group(1).regionMatches(true, 0, "image/", 0, 6);
    return marked || named || Base64Bytes.beginsImage(payload)
        ? new InlineImageStart(form, matcher.start(2), marked ? matcher.end(2) : -1)
        : null;
  }

  /** Whether an undecided text from here to its end is to be held back. */
  static boolean isLikely(String text, int at, char before) {
    int length = text.length() - at;
    return switch (text.charAt(at)) {
      case '!' -> length > 1 || Character.isWhitespace(before);
      case 'd', 'D', 'i', '/', 'R', 'U' -> length > 4 || !Character.isLetterOrDigit(before);
      default -> true;
    };
  }

  /** Whether a text that ends undecided has the beginning of an image, and not of an example. */
  static boolean hasImage(String text) {
    return UNFINISHED.matcher(text).find();
  }
}

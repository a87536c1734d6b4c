package dev.animus4j.failure;

import java.io.Serializable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who failed, and what it answered.
 *
 * @param provider the name of the provider, or of the part of this SDK
 * @param status the HTTP status; 0 when there was no response
 * @param requestId the provider's id of the request, for its support
 * @param excerpt the provider's own words: one line, at most 200 characters, keys and data URLs
 *     taken out whatever is passed in
 */
public record Origin(
    String provider, int status, @Nullable String requestId, @Nullable String excerpt)
    implements Serializable {
  private static final int EXCERPT = 200;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(bearer\\s+)\\S+"
              + "|(basic\\s+)[A-Za-z0-9+/_-]{12,}={0,2}"
              + "|(://)[^\\s/@]{1,200}@"
              + "|((?:passw(?:or)?d|pwd|secret|token|api[-_ ]?key)['\"]?\\s?[=:]\\s?['\"]?)"
              + "[^\\s'\"&;,]*[^\\s'\"&;,.]"
              + "|\\b(?:sk-|key-|AIza)[\\w-]{8,}"
              + "|\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*"
              + "|data:[\\w/+.;=-]*,\\S+"
              + "|[A-Za-z0-9+/]{64,}={0,2}");

  /** Takes the secrets out of the excerpt and makes it one line. */
  public Origin {
    excerpt = excerpt == null || excerpt.isBlank() ? null : sanitised(excerpt);
  }

  /** An origin that never answered. */
  public static Origin of(String provider) {
    return new Origin(provider, 0, null, null);
  }

  String describe(String what) {
    String answered = status == 0 ? "" : " (HTTP " + status + ")";
    String said = excerpt == null ? "." : ": \"" + excerpt + "\".";
    return provider + ": " + sanitised(what) + answered + said;
  }

  private static String sanitised(String text) {
    String head = text.length() > 4 * EXCERPT ? text.substring(0, 4 * EXCERPT) : text;
    String line =
        SECRET.matcher(head).replaceAll("$1$2$3$4…").replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ").strip();
    return line.length() > EXCERPT ? line.substring(0, EXCERPT - 1) + "…" : line;
  }
}

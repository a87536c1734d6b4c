package dev.animus4j.image.provider.json;

/**
 * Start of a data URL of an image in a text, {@code data:image/png;base64,}, in any case, looked
 * for character by character.
 */
final class DataUrlStart {
  private static final String SCHEME = "data:image/";
  private static final String ENCODING = ";base64,";
  private static final int LONGEST = 200;

  private final StringBuilder begun = new StringBuilder(32);

  /**
   * Accepts the next character.
   *
   * @return whether it ends the start, so that base64 follows
   */
  boolean accept(int character) {
    if (begun.length() == 0 && character != 'd' && character != 'D') {
      return false;
    }
    char lower = Character.toLowerCase((char) character);
    if (!mayFollow(lower)) {
      begun.setLength(0);
      if (lower != SCHEME.charAt(0)) {
        return false;
      }
    }
    begun.append(lower);
    return lower == ',' && endsStart();
  }

  /** Whether the last character is the first of what may be a data URL. */
  boolean isAtFirst() {
    return begun.length() == 1;
  }

  private boolean mayFollow(char lower) {
    int at = begun.length();
    if (at < SCHEME.length()) {
      return SCHEME.charAt(at) == lower;
    }
    return at < LONGEST && (lower == ',' || isParameter(lower));
  }

  private static boolean isParameter(char lower) {
    return Character.isLetterOrDigit(lower) || ";=+.-_/ ".indexOf(lower) >= 0;
  }

  private boolean endsStart() {
    boolean base64 = begun.toString().replace(" ", "").endsWith(ENCODING);
    begun.setLength(0);
    return base64;
  }
}

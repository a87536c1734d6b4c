package dev.animus4j.chat.model;

import java.util.regex.Pattern;

/** Name of a function or participant that every provider accepts: {@code [a-zA-Z0-9_-]{1,64}}. */
final class PortableName {
  private static final int MAX_LENGTH = 64;
  private static final Pattern INVALID = Pattern.compile("[^a-zA-Z0-9_-]");

  private PortableName() {}

  static boolean isValid(String name) {
    for (int at = 0; at < name.length(); at++) {
      if (!isValid(name.charAt(at))) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_LENGTH;
  }

  /** The name, with every other character replaced, and cut. */
  static String of(String name) {
    if (isValid(name)) {
      return name;
    }
    String valid = INVALID.matcher(name.strip()).replaceAll("_");
    return valid.isEmpty() ? "unknown" : valid.substring(0, Math.min(MAX_LENGTH, valid.length()));
  }

  private static boolean isValid(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}

package dev.animus4j.chat.history;

import org.jspecify.annotations.Nullable;

/**
 * Finds what a model may read as the beginning of {@code <image …>}, however it is spelt: whatever
 * each character is written as, see {@link LooseCharacter}, and whatever stands between them but
 * other letters and digits. A text that ends within such a beginning counts as well, for something
 * may be put after it.
 */
final class LooseTag {
  private static final String NAME = "image";
  private static final String ATTRIBUTE = "description";

  /** In characters, of what may stand before the name and a colon. */
  private static final int LONGEST_PREFIX = 20;

  private final String text;

  /** Whether the invisible letters that only machines read are read as well. */
  private final boolean tags;

  private int at;

  private LooseTag(String text, boolean tags) {
    this.text = text;
    this.tags = tags;
  }

  /** The same text without them: their brackets are escaped. */
  static String disarmed(String text) {
    StringBuilder disarmed = null;
    LooseTag seen = new LooseTag(text, false);
    LooseTag hidden = LooseCharacter.isHidden(text) ? new LooseTag(text, true) : null;
    int told = 0;
    for (int start = 0; start < text.length(); start++) {
      if (LooseCharacter.mayBeBracket(text.charAt(start)) && begins(start, seen, hidden)) {
        disarmed = disarmed == null ? new StringBuilder(text.length() + 10) : disarmed;
        disarmed.append(text, told, start).append(escaped(text.charAt(start)));
        told = start + Character.charCount(text.codePointAt(start));
      }
    }
    return disarmed == null ? text : disarmed.append(text, told, text.length()).toString();
  }

  private static boolean begins(int start, LooseTag seen, @Nullable LooseTag hidden) {
    return seen.beginsAt(start) || (hidden != null && hidden.beginsAt(start));
  }

  private static String escaped(char bracket) {
    return switch (bracket) {
      case '&' -> "&amp;";
      case '\\' -> "\\\\";
      case '%' -> "%25";
      default -> "&lt;";
    };
  }

  private boolean beginsAt(int start) {
    LooseCharacter bracket = LooseCharacter.at(text, start, tags);
    if (!bracket.isBracket()) {
      return false;
    }
    at = bracket.end();
    skip(true);
    int name = at;
    if (!isOver() && read().isBracket()) {
      return false;
    } else if (isNamed()) {
      return true;
    }
    at = name;
    return passesPrefix() && isNamed();
  }

  private boolean isNamed() {
    if (!spells(NAME)) {
      return false;
    }
    return isOver() || !read().isOfName() || spells(ATTRIBUTE);
  }

  /** Reads this, or as much of it as there is. */
  private boolean spells(String word) {
    for (int i = 0; i < word.length(); i++) {
      skip(false);
      if (isOver()) {
        return true;
      }
      LooseCharacter next = read();
      if (!next.isLike(word.charAt(i))) {
        return false;
      }
      at = next.end();
    }
    return true;
  }

  private boolean passesPrefix() {
    int end = Math.min(text.length(), at + LONGEST_PREFIX);
    while (at < end && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    boolean passes = at < end && text.charAt(at) == ':';
    at++;
    return passes;
  }

  /** What stands between two letters; before the first, another bracket begins a tag of its own. */
  private void skip(boolean toBracket) {
    while (!isOver()) {
      LooseCharacter next = read();
      if (next.isSpoken() || (toBracket && next.isBracket())) {
        return;
      }
      at = next.end();
    }
  }

  private boolean isOver() {
    return at >= text.length();
  }

  private LooseCharacter read() {
    return LooseCharacter.at(text, at, tags);
  }
}

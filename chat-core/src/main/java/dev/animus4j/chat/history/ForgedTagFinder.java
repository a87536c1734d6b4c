package dev.animus4j.chat.history;

import org.jspecify.annotations.Nullable;

/**
 * Finds text that a model may read as the start of {@code <image …>}, however it is spelt: with any
 * encoding of each character, see {@link ObfuscatedCharacter}, and anything between them but other
 * letters and digits. A text that ends within such a start counts as well, since other text may
 * follow it.
 */
final class ForgedTagFinder {
  private static final String NAME = "image";
  private static final String ATTRIBUTE = "description";

  /** Maximum length of a namespace prefix before the name and a colon, in characters. */
  private static final int LONGEST_PREFIX = 20;

  private final String text;

  /** Whether invisible letters, which only machines read, are read as well. */
  private final boolean readsHidden;

  private int position;

  private ForgedTagFinder(String text, boolean readsHidden) {
    this.text = text;
    this.readsHidden = readsHidden;
  }

  /** The text with the brackets of forged tags escaped. */
  static String escape(String text) {
    StringBuilder escaped = null;
    ForgedTagFinder visible = new ForgedTagFinder(text, false);
    ForgedTagFinder hidden =
        ObfuscatedCharacter.containsHidden(text) ? new ForgedTagFinder(text, true) : null;
    int copied = 0;
    for (int start = 0; start < text.length(); start++) {
      if (ObfuscatedCharacter.mayBeBracket(text.charAt(start))
          && isTagStart(start, visible, hidden)) {
        escaped = escaped == null ? new StringBuilder(text.length() + 10) : escaped;
        escaped.append(text, copied, start).append(escapeBracket(text.charAt(start)));
        copied = start + Character.charCount(text.codePointAt(start));
      }
    }
    return escaped == null ? text : escaped.append(text, copied, text.length()).toString();
  }

  private static boolean isTagStart(
      int start, ForgedTagFinder visible, @Nullable ForgedTagFinder hidden) {
    return visible.isTagAt(start) || (hidden != null && hidden.isTagAt(start));
  }

  private static String escapeBracket(char bracket) {
    return switch (bracket) {
      case '&' -> "&amp;";
      case '\\' -> "\\\\";
      case '%' -> "%25";
      default -> "&lt;";
    };
  }

  private boolean isTagAt(int start) {
    ObfuscatedCharacter bracket = ObfuscatedCharacter.read(text, start, readsHidden);
    if (!bracket.isBracket()) {
      return false;
    }
    position = bracket.end();
    skip(true);
    int name = position;
    if (!isAtEnd() && peek().isBracket()) {
      return false;
    } else if (matchesName()) {
      return true;
    }
    position = name;
    return skipPrefix() && matchesName();
  }

  private boolean matchesName() {
    if (!matchesWord(NAME)) {
      return false;
    }
    return isAtEnd() || !peek().isNameCharacter() || matchesWord(ATTRIBUTE);
  }

  /** Matches this word, or its start if the text ends there. */
  private boolean matchesWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      skip(false);
      if (isAtEnd()) {
        return true;
      }
      ObfuscatedCharacter next = peek();
      if (!next.isLike(word.charAt(i))) {
        return false;
      }
      position = next.end();
    }
    return true;
  }

  private boolean skipPrefix() {
    int end = Math.min(text.length(), position + LONGEST_PREFIX);
    while (position < end && Character.isLetterOrDigit(text.charAt(position))) {
      position++;
    }
    boolean isPrefix = position < end && text.charAt(position) == ':';
    position++;
    return isPrefix;
  }

  /** Skips to the next letter or digit or, before the first one, to another bracket. */
  private void skip(boolean toBracket) {
    while (!isAtEnd()) {
      ObfuscatedCharacter next = peek();
      if (next.isVisibleAlphanumeric() || (toBracket && next.isBracket())) {
        return;
      }
      position = next.end();
    }
  }

  private boolean isAtEnd() {
    return position >= text.length();
  }

  private ObfuscatedCharacter peek() {
    return ObfuscatedCharacter.read(text, position, readsHidden);
  }
}

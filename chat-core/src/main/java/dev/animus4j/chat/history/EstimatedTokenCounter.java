package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import java.lang.Character.UnicodeScript;
import org.jspecify.annotations.Nullable;

/** Estimates tokens from the kinds of characters in a text, in one pass. */
final class EstimatedTokenCounter implements TokenCounter {
  /** Tokens most templates add to a message: its role, its start and its end. */
  static final int MESSAGE_OVERHEAD = 4;

  static final int CALL_OVERHEAD = 8;

  /** Tokens of an image of usual size. */
  static final int IMAGE_TOKENS = 1000;

  /** Last of the non-ASCII letters of European languages in Latin script. */
  private static final int LATIN = 0x24f;

  @Override
  public int count(Message message, @Nullable String model) {
    double all = tokens(message.content()) + (message.name() == null ? 0 : tokens(message.name()));
    for (ToolCall call : message.toolCalls()) {
      all += CALL_OVERHEAD + tokens(call.name()) + tokens(call.arguments());
    }
    return MESSAGE_OVERHEAD + IMAGE_TOKENS * message.attachments().size() + (int) Math.ceil(all);
  }

  /** Words of ASCII letters count by their length, everything else by the character. */
  static double tokens(String text) {
    double all = 0;
    int word = 0;
    int last = ' ';
    for (int at = 0; at < text.length(); at += Character.charCount(last)) {
      int next = text.codePointAt(at);
      boolean letter = isLetter(next);
      if (!letter || isHump(last, next)) {
        all += wordTokens(word);
        word = 0;
      }
      all += letter ? 0 : characterTokens(next, last);
      word += letter ? 1 : 0;
      last = next;
    }
    return all + wordTokens(word);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Whether a word starts within another, as in camelCase. */
  private static boolean isHump(int last, int next) {
    return Character.isLowerCase(last) && next <= 'Z';
  }

  private static double wordTokens(int letters) {
    return letters == 0 ? 0 : Math.max(1, letters / 3.2);
  }

  private static double characterTokens(int c, int last) {
    return c < 0x80 ? asciiTokens(c, last) : scriptTokens(c) + (last == ' ' && c > LATIN ? 0.5 : 0);
  }

  /** A space belongs to the token of the next word, and repeated characters share tokens. */
  private static double asciiTokens(int c, int last) {
    if (c == ' ') {
      return last == ' ' ? 0.1 : 0;
    }
    return c == last ? 0.4 : 0.8;
  }

  /** The rarer a script is in vocabularies, the nearer it comes to one token per byte. */
  private static double scriptTokens(int c) {
    return switch (UnicodeScript.of(c)) {
      case CYRILLIC -> 0.7;
      case ARABIC, GREEK, HEBREW -> 1;
      case LATIN, COMMON, INHERITED, HIRAGANA, KATAKANA, THAI, DEVANAGARI -> c < 0x10000 ? 1.2 : 4;
      case HAN, HANGUL -> 1.4;
      case ARMENIAN, BENGALI, GEORGIAN, GUJARATI, GURMUKHI, KANNADA, MALAYALAM, TAMIL, TELUGU ->
          1.7;
      default -> c < 0x10000 ? 2.6 : 4;
    };
  }
}

package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import java.lang.Character.UnicodeScript;
import org.jspecify.annotations.Nullable;

/** Counts tokens by what kinds of characters a text has, in one pass. */
final class EstimatedTokens implements TokenCounter {
  /** What most templates put around a message: its role, and where it begins and ends. */
  static final int AROUND = 4;

  static final int AROUND_CALL = 8;

  /** What a model makes of a picture of usual size. */
  static final int PICTURE = 1000;

  /** The last of the letters that make up European words together with those of ASCII. */
  private static final int LATIN = 0x24f;

  @Override
  public int count(Message message, @Nullable String model) {
    double all = tokens(message.content()) + (message.name() == null ? 0 : tokens(message.name()));
    for (ToolCall call : message.toolCalls()) {
      all += AROUND_CALL + tokens(call.name()) + tokens(call.arguments());
    }
    return AROUND + PICTURE * message.attachments().size() + (int) Math.ceil(all);
  }

  /** Words of ASCII letters count by their length, all else by the character. */
  static double tokens(String text) {
    double all = 0;
    int word = 0;
    int last = ' ';
    for (int at = 0; at < text.length(); at += Character.charCount(last)) {
      int next = text.codePointAt(at);
      boolean letter = isLetter(next);
      if (!letter || isHump(last, next)) {
        all += word(word);
        word = 0;
      }
      all += letter ? 0 : single(next, last);
      word += letter ? 1 : 0;
      last = next;
    }
    return all + word(word);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** As in camelCase. */
  private static boolean isHump(int last, int next) {
    return Character.isLowerCase(last) && next <= 'Z';
  }

  private static double word(int letters) {
    return letters == 0 ? 0 : Math.max(1, letters / 3.2);
  }

  private static double single(int c, int last) {
    return c < 0x80 ? ascii(c, last) : other(c) + (last == ' ' && c > LATIN ? 0.5 : 0);
  }

  /** A space goes with the word after it, and like signs go together. */
  private static double ascii(int c, int last) {
    if (c == ' ') {
      return last == ' ' ? 0.1 : 0;
    }
    return c == last ? 0.4 : 0.8;
  }

  /** The less a vocabulary knows a script, the nearer it comes to a token for each byte. */
  private static double other(int c) {
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

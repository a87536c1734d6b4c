package dev.animus4j.chat.model;

import java.text.Normalizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What others than the model wrote about elements for pictures: users, tools, and we ourselves in
 * the instructions. A model that repeats it quotes, and promises nothing. Spelling makes no
 * difference: only letters, digits, symbols and underscores count, in any case and width.
 */
final class Quotations {
  private static final String NAME = "image_prompt";

  /** In characters: so few occur in any instructions. */
  private static final int SHORT = 10;

  private final List<Message> messages;
  private @Nullable List<Quotable> written;

  Quotations(List<Message> messages) {
    this.messages = messages;
  }

  /** Whether somebody wrote this, in a message and after the name of the element. */
  boolean contain(String prompt) {
    String bare = bare(prompt);
    return !bare.isEmpty() && written().stream().anyMatch(text -> text.contains(bare));
  }

  /** Found out once there is something to look for, as there seldom is. */
  private List<Quotable> written() {
    if (written == null) {
      written =
          messages.stream()
              .filter(message -> message.role() != Role.ASSISTANT)
              .map(message -> new Quotable(message.role(), bare(message.content())))
              .filter(text -> text.bare.contains(NAME))
              .toList();
    }
    return written;
  }

  /** What names the element. What the system says about it has many words besides. */
  private record Quotable(Role role, String bare) {
    boolean contains(String prompt) {
      return role == Role.SYSTEM
          ? prompt.length() > SHORT && bare.contains(NAME + prompt)
          : bare.indexOf(prompt, bare.indexOf(NAME) + NAME.length()) >= 0;
    }
  }

  private static String bare(String text) {
    StringBuilder bare = new StringBuilder();
    XmlText.unescaped(text).codePoints().forEach(c -> add(c, bare));
    return bare.toString();
  }

  private static void add(int character, StringBuilder bare) {
    String plain = Character.toString(character);
    String folded = character < 0x80 ? plain : Normalizer.normalize(plain, Normalizer.Form.NFKD);
    folded
        .codePoints()
        .filter(Quotations::counts)
        .forEach(c -> bare.appendCodePoint(Character.toLowerCase(c)));
  }

  private static boolean counts(int c) {
    boolean symbol = Character.getType(c) == Character.OTHER_SYMBOL;
    return Character.isLetterOrDigit(c) || c == '_' || symbol;
  }
}

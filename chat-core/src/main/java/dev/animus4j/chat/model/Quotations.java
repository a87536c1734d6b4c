package dev.animus4j.chat.model;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What others than the model wrote about elements for pictures: users, tools, and we ourselves in
 * the instructions. A model that repeats it quotes, and promises nothing. Spelling makes no
 * difference: only letters, digits, symbols and underscores count, in any case and width, and after
 * a bracket anything may be in the middle of the name.
 */
final class Quotations {
  private static final String NAME = "image_prompt";

  /** Stands for a bracket before it. */
  private static final String OPENING = "␂";

  private static final Pattern ELEMENT =
      Pattern.compile("(?i)[<\\[({‹〈⟨]\\W{0,9}+image[\\W_]{0,9}+prompt");
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cf}\\p{Mn}\\p{Cc}]|&[a-zA-Z]{2,31}+;");

  /** In characters: so few occur in any instructions. */
  private static final int SHORT = 10;

  /** In characters: what is the same so far, is the same. */
  private static final int ENOUGH = 1_000;

  private final List<Message> messages;
  private @Nullable List<Quotable> written;
  private @Nullable String joined;

  Quotations(List<Message> messages) {
    this.messages = messages;
  }

  /** Whether somebody wrote this after the name of the element: in a message, or across several. */
  boolean contain(String prompt) {
    String bare = bare(prompt);
    String known = bare.substring(0, Math.min(ENOUGH, bare.length()));
    return !known.isEmpty()
        && (written().stream().anyMatch(text -> text.contains(known))
            || joined().contains(OPENING + NAME + known));
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

  /** What users and tools wrote, one after the other. */
  private String joined() {
    if (joined == null) {
      joined =
          bare(
              messages.stream()
                  .filter(message -> message.role() == Role.USER || message.role() == Role.TOOL)
                  .map(Message::content)
                  .collect(Collectors.joining("\n")));
    }
    return joined;
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
    String plain = XmlText.unescaped(XmlText.unescaped(text));
    String letters = UNSEEN.matcher(plain).replaceAll("");
    String folded = Normalizer.normalize(letters, Normalizer.Form.NFKD);
    String seen = UNSEEN.matcher(folded).replaceAll("");
    StringBuilder bare = new StringBuilder();
    ELEMENT
        .matcher(seen)
        .replaceAll(OPENING + NAME)
        .codePoints()
        .filter(Quotations::counts)
        .forEach(c -> bare.appendCodePoint(Character.toLowerCase(c)));
    return bare.toString();
  }

  private static boolean counts(int c) {
    boolean symbol = Character.getType(c) == Character.OTHER_SYMBOL;
    return Character.isLetterOrDigit(c) || c == '_' || symbol;
  }
}

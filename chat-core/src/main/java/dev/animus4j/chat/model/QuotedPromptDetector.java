package dev.animus4j.chat.model;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Detects image prompts that were written by others than the model: users, tools, and our own
 * instructions. A model that repeats one quotes it, and promises nothing. Texts are compared
 * normalized: only letters, digits, symbols and underscores count, in any case and width, and after
 * a bracket anything may be in the middle of the name.
 */
final class QuotedPromptDetector {
  private static final String NAME = "image_prompt";

  /** Stands for the bracket before the name. */
  private static final String OPENING = "␂";

  private static final Pattern ELEMENT =
      Pattern.compile("(?i)[<\\[({‹〈⟨]\\W{0,9}+image[\\W_]{0,9}+prompt");
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cf}\\p{Mn}\\p{Cc}]|&[a-zA-Z]{2,31}+;");

  /** In characters: prompts this short occur in any instructions by chance. */
  private static final int SHORT_PROMPT = 10;

  /** In characters: only so many are compared. */
  private static final int MAX_PROMPT = 1_000;

  private final List<Message> messages;
  private @Nullable List<Quotable> quotables;
  private @Nullable String userText;

  QuotedPromptDetector(List<Message> messages) {
    this.messages = messages;
  }

  /** Whether others wrote this after the name of the element: in one message or across several. */
  boolean contains(String prompt) {
    String normalized = normalize(prompt);
    String start = normalized.substring(0, Math.min(MAX_PROMPT, normalized.length()));
    return !start.isEmpty()
        && (quotables().stream().anyMatch(text -> text.contains(start))
            || userText().contains(OPENING + NAME + start));
  }

  /** Computed on first use, since few replies have a prompt. */
  private List<Quotable> quotables() {
    if (quotables == null) {
      quotables =
          messages.stream()
              .filter(message -> message.role() != Role.ASSISTANT)
              .map(message -> new Quotable(message.role(), normalize(message.content())))
              .filter(text -> text.normalized.contains(NAME))
              .toList();
    }
    return quotables;
  }

  /** The concatenated messages of users and tools. */
  private String userText() {
    if (userText == null) {
      userText =
          normalize(
              messages.stream()
                  .filter(message -> message.role() == Role.USER || message.role() == Role.TOOL)
                  .map(Message::content)
                  .collect(Collectors.joining("\n")));
    }
    return userText;
  }

  /** A message that names the element. In a system message the prompt must follow the name. */
  private record Quotable(Role role, String normalized) {
    boolean contains(String prompt) {
      return role == Role.SYSTEM
          ? prompt.length() > SHORT_PROMPT && normalized.contains(NAME + prompt)
          : normalized.indexOf(prompt, normalized.indexOf(NAME) + NAME.length()) >= 0;
    }
  }

  private static String normalize(String text) {
    String plain = XmlEntities.unescape(XmlEntities.unescape(text));
    String letters = UNSEEN.matcher(plain).replaceAll("");
    String folded = Normalizer.normalize(letters, Normalizer.Form.NFKD);
    String seen = UNSEEN.matcher(folded).replaceAll("");
    StringBuilder normalized = new StringBuilder();
    ELEMENT
        .matcher(seen)
        .replaceAll(OPENING + NAME)
        .codePoints()
        .filter(QuotedPromptDetector::isSignificant)
        .forEach(c -> normalized.appendCodePoint(Character.toLowerCase(c)));
    return normalized.toString();
  }

  private static boolean isSignificant(int c) {
    boolean symbol = Character.getType(c) == Character.OTHER_SYMBOL;
    return Character.isLetterOrDigit(c) || c == '_' || symbol;
  }
}

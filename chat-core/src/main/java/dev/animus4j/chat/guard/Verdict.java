package dev.animus4j.chat.guard;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verdict of a {@link Guardrail}. Reasons and categories are published in events. */
public sealed interface Verdict {

  /** The content is allowed as it is. */
  record Allowed() implements Verdict {}

  /**
   * The content is replaced.
   *
   * @param text the replacement; not blank
   * @param categories of the objection
   */
  record Replaced(String text, List<String> categories) implements Verdict {
    public Replaced {
      if (text.isBlank()) {
        throw new IllegalArgumentException("nothing to say instead: withhold it");
      }
      categories = List.copyOf(categories);
    }

    Verdict combine(Verdict next) {
      if (next instanceof Replaced again) {
        return new Replaced(
            again.text, Stream.concat(categories.stream(), again.categories.stream()).toList());
      }
      return next instanceof Allowed ? this : next;
    }
  }

  /**
   * The content is withheld.
   *
   * @param reason for the user, in one line; null for none
   * @param categories of the objection
   */
  record Withheld(@Nullable String reason, List<String> categories) implements Verdict {
    public Withheld {
      categories = List.copyOf(categories);
    }
  }

  /**
   * The content is withheld, and answered in the words of the bot.
   *
   * @param text of the message; not blank
   * @param categories of the objection
   */
  record Answered(String text, List<String> categories) implements Verdict {
    public Answered {
      if (text.isBlank()) {
        throw new IllegalArgumentException("nothing to answer: withhold it");
      }
      categories = List.copyOf(categories);
    }
  }

  /** Allows the content as it is. */
  static Verdict allow() {
    return new Allowed();
  }

  /** Replaces the content by this text, because of these categories. */
  static Verdict replace(String text, String... categories) {
    return new Replaced(text, List.of(categories));
  }

  /**
   * Withholds the content, and delivers this text as a normal message of the bot, also in the
   * history. Of a user message, no model is asked, and the user's text is not appended; a reply is
   * replaced as a whole, without its image; after a withheld image prompt the text follows the
   * reply. Reasoning is only withheld, since it is no message.
   */
  static Verdict answer(String text, String... categories) {
    return new Answered(text, List.of(categories));
  }

  /** Withholds the content for this reason, which the user may read. */
  static Verdict withhold(String reason, String... categories) {
    return new Withheld(reason, List.of(categories));
  }
}

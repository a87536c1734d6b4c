package dev.animus4j.chat.guard;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@link Guardrail} decides. Reasons and categories are told in events. */
public sealed interface Verdict {

  /** It may be said as it is. */
  record Allowed() implements Verdict {}

  /**
   * Something else is said instead.
   *
   * @param text what is; not blank
   * @param categories what was objected to
   */
  record Replaced(String text, List<String> categories) implements Verdict {
    public Replaced {
      if (text.isBlank()) {
        throw new IllegalArgumentException("nothing to say instead: withhold it");
      }
      categories = List.copyOf(categories);
    }

    Verdict followedBy(Verdict next) {
      if (next instanceof Replaced again) {
        return new Replaced(
            again.text, Stream.concat(categories.stream(), again.categories.stream()).toList());
      }
      return next instanceof Allowed ? this : next;
    }
  }

  /**
   * It is not said.
   *
   * @param reason for the user, in one line; null for none
   * @param categories what was objected to
   */
  record Withheld(@Nullable String reason, List<String> categories) implements Verdict {
    public Withheld {
      categories = List.copyOf(categories);
    }
  }

  /** It may be said as it is. */
  static Verdict allowed() {
    return new Allowed();
  }

  /** This is said instead, because of these categories. */
  static Verdict replaced(String text, String... categories) {
    return new Replaced(text, List.of(categories));
  }

  /** It is not said, for this reason, which the user may read. */
  static Verdict withheld(String reason, String... categories) {
    return new Withheld(reason, List.of(categories));
  }
}

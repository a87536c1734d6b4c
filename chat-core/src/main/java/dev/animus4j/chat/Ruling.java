package dev.animus4j.chat;

import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.Origin;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of judging something.
 *
 * @param text what may be said; null for nothing
 * @param failure why there is no verdict; null when there is one
 */
record Ruling(
    Matter matter,
    @Nullable String text,
    List<String> categories,
    @Nullable String reason,
    @Nullable AnimusException failure) {
  static final Origin GUARDRAIL = Origin.of("guardrail");

  static Ruling of(Matter matter, Verdict verdict) {
    if (verdict instanceof Verdict.Withheld withheld) {
      return new Ruling(matter, null, withheld.categories(), withheld.reason(), null);
    }
    return verdict instanceof Verdict.Replaced replaced
        ? new Ruling(matter, replaced.text(), replaced.categories(), null, null)
        : new Ruling(matter, matter.text(), List.of(), null, null);
  }

  /** Without a verdict it is withheld. */
  static Ruling without(Matter matter, Throwable cause) {
    if (cause instanceof ContentPolicy refusal) {
      return new Ruling(matter, null, refusal.categories(), null, null);
    }
    return new Ruling(matter, null, List.of(), null, known(cause));
  }

  /** What a failure of unknown kind says might quote the text. */
  private static AnimusException known(Throwable cause) {
    return cause instanceof AnimusException known
        ? known
        : new AnimusException.Unavailable(GUARDRAIL, "it failed", false, cause);
  }

  boolean isAllowed() {
    return matter.text().equals(text);
  }

  /** What may be said; empty for nothing. */
  Stream<String> said() {
    return Stream.ofNullable(text);
  }

  /** Why there is nothing to say. */
  AnimusException refusal() {
    boolean said = matter.stage() == Stage.OUTPUT || matter.stage() == Stage.REASONING;
    AnimusException.Stage stage =
        said ? AnimusException.Stage.OUTPUT : AnimusException.Stage.PROMPT;
    Origin origin = new Origin(GUARDRAIL.provider(), 0, null, reason);
    return failure == null ? new ContentPolicy(origin, stage, categories) : failure;
  }
}

package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.ModerationAction;
import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.failure.AnimusException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moderated input, and its expected result.
 *
 * @param due when the result is known
 * @param text the allowed text; null for none
 * @param failure kind of the failure in place of a verdict; null if there is a verdict
 */
record ExpectedModeration(
    GuardrailInput matter,
    long due,
    @Nullable String text,
    List<String> categories,
    @Nullable String reason,
    @Nullable String failure) {

  static ExpectedModeration ofVerdict(Verdict verdict, GuardrailInput input, long due) {
    if (verdict instanceof Verdict.Replaced other) {
      return new ExpectedModeration(input, due, other.text(), other.categories(), null, null);
    }
    return verdict instanceof Verdict.Withheld no
        ? new ExpectedModeration(input, due, null, no.categories(), no.reason(), null)
        : new ExpectedModeration(input, due, input.text(), List.of(), null, null);
  }

  /** Without a verdict the text is withheld. */
  static ExpectedModeration ofFailure(Throwable cause, GuardrailInput input, long due) {
    if (cause instanceof AnimusException.ContentPolicy refusal) {
      return new ExpectedModeration(input, due, null, refusal.categories(), null, null);
    }
    String kind = cause instanceof AnimusException known ? known.kind() : "unavailable";
    return new ExpectedModeration(input, due, null, List.of(), null, kind);
  }

  /** Expects text withheld because the guardrail could not be called. */
  static ExpectedModeration ofUnasked(ContentModerated event) {
    GuardrailInput unknown =
        new GuardrailInput(event.stage(), event.conversationId(), "", List.of(), List.of());
    return new ExpectedModeration(unknown, 0, null, List.of(), null, "unavailable");
  }

  GuardrailStage stage() {
    return matter.stage();
  }

  boolean isAllowed() {
    return matter.text().equals(text);
  }

  /** The failure kind of a message of which nothing is left. */
  String refusal() {
    return failure == null ? "contentPolicy" : failure;
  }

  /** Whether the event is that of this moderation. */
  boolean matches(ContentModerated event) {
    String error = event.error() == null ? null : event.error().kind();
    return event.stage() == stage()
        && (event.action() == ModerationAction.WITHHELD) == (text == null)
        && event.categories().equals(categories)
        && String.valueOf(event.reason()).equals(String.valueOf(reason))
        && String.valueOf(error).equals(String.valueOf(failure));
  }
}

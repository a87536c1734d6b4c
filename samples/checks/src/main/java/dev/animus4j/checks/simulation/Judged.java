package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.Moderation;
import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.failure.AnimusException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is judged, and what must come of it.
 *
 * @param due when that is known
 * @param text what may be said; null for nothing
 * @param failure of which kind the failure is that stands for a verdict; null when there is one
 */
record Judged(
    Matter matter,
    long due,
    @Nullable String text,
    List<String> categories,
    @Nullable String reason,
    @Nullable String failure) {

  static Judged by(Verdict verdict, Matter matter, long due) {
    if (verdict instanceof Verdict.Replaced other) {
      return new Judged(matter, due, other.text(), other.categories(), null, null);
    }
    return verdict instanceof Verdict.Withheld no
        ? new Judged(matter, due, null, no.categories(), no.reason(), null)
        : new Judged(matter, due, matter.text(), List.of(), null, null);
  }

  /** Without a verdict nothing is said. */
  static Judged without(Throwable cause, Matter matter, long due) {
    if (cause instanceof AnimusException.ContentPolicy refusal) {
      return new Judged(matter, due, null, refusal.categories(), null, null);
    }
    String kind = cause instanceof AnimusException known ? known.kind() : "unavailable";
    return new Judged(matter, due, null, List.of(), null, kind);
  }

  /** What was withheld since nobody could even be asked. */
  static Judged unasked(ContentModerated event) {
    Matter unknown = new Matter(event.stage(), event.conversationId(), "", List.of(), List.of());
    return new Judged(unknown, 0, null, List.of(), null, "unavailable");
  }

  Stage stage() {
    return matter.stage();
  }

  boolean isAllowed() {
    return matter.text().equals(text);
  }

  /** With what a message fails of which nothing is left. */
  String refusal() {
    return failure == null ? "contentPolicy" : failure;
  }

  /** Whether this is what is told of it. */
  boolean isToldBy(ContentModerated event) {
    String error = event.error() == null ? null : event.error().kind();
    return event.stage() == stage()
        && (event.action() == Moderation.WITHHELD) == (text == null)
        && event.categories().equals(categories)
        && String.valueOf(event.reason()).equals(String.valueOf(reason))
        && String.valueOf(error).equals(String.valueOf(failure));
  }
}

package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The turns of one answer: one after the other, each delivered as it was begun. */
final class Typing {
  private final StringBuilder told = new StringBuilder();
  private @Nullable MessageStarted now;
  private int next;

  void begins(MessageStarted turn) {
    Rule.that(Objects.equals(turn.turnIndex(), next), "turn %d is %s", next, turn);
    now = turn;
    next++;
  }

  void ends(MessageCompleted turn) {
    MessageStarted begun = Objects.requireNonNull(now);
    boolean same = begun.content().equals(turn.content());
    Rule.that(same && Objects.equals(begun.turnIndex(), turn.turnIndex()), "%s: %s", begun, turn);
    told.append(turn.content()).append('\n');
    now = null;
  }

  /** All that was delivered. */
  String told() {
    return told.toString();
  }

  /** How many turns are left, as far as is known, the one being typed or awaited included. */
  int left() {
    return now == null || now.totalTurns() == null ? 1 : now.totalTurns() - next + 1;
  }

  /** Whether it is known, while one is typed, what comes after the last one. */
  boolean isLast() {
    return now != null && now.totalTurns() != null;
  }
}

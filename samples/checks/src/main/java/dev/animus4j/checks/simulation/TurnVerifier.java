package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Verifies the turns of one response: one after the other, each completed as it was started. */
final class TurnVerifier {
  private final StringBuilder delivered = new StringBuilder();
  private @Nullable MessageStarted now;
  private int next;

  void onStarted(MessageStarted turn) {
    Invariant.holds(Objects.equals(turn.turnIndex(), next), "turn %d is %s", next, turn);
    now = turn;
    next++;
  }

  void onCompleted(MessageCompleted turn) {
    MessageStarted started = Objects.requireNonNull(now);
    boolean same = started.content().equals(turn.content());
    Invariant.holds(
        same && Objects.equals(started.turnIndex(), turn.turnIndex()), "%s: %s", started, turn);
    delivered.append(turn.content()).append('\n');
    now = null;
  }

  /** The text of all completed turns. */
  String deliveredText() {
    return delivered.toString();
  }

  /** The number of turns left, as far as known, including the current or awaited one. */
  int turnsLeft() {
    return now == null || now.totalTurns() == null ? 1 : now.totalTurns() - next + 1;
  }

  /** Whether the current turn is known to be the last one. */
  boolean isLast() {
    return now != null && now.totalTurns() != null;
  }
}

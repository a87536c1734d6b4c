package dev.animus4j.chat.ledger;

import java.time.Instant;
import java.util.Set;

/**
 * State of an exchange.
 *
 * @param since when it was begun, or ended
 * @param messageIds ids of messages that belong to it from now on
 * @param keepsMessageIds whether its messages need no other answer; if not, and it is over, their
 *     ids may be used again
 */
public record StoredExchange(
    String id, State state, Instant since, Set<String> messageIds, boolean keepsMessageIds) {

  /** Copies the ids. */
  public StoredExchange {
    messageIds = Set.copyOf(messageIds);
  }

  /** States of an exchange. */
  public enum State {
    RUNNING,
    COMPLETED,
    FAILED,
    INTERRUPTED
  }
}

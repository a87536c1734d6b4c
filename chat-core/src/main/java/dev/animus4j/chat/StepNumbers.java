package dev.animus4j.chat;

import dev.animus4j.chat.ledger.Tenure;
import java.util.Set;

/**
 * Numbers of a conversation after a step.
 *
 * @param stored the last sequence that is covered by a stored event
 * @param reserved the last sequence that a delta may have before it is stored
 * @param position the highest position of an entry
 * @param running the exchanges that are stored as running
 */
record StepNumbers(long stored, long reserved, long position, Set<String> running) {
  /** So many numbers are reserved ahead. */
  static final long RESERVED = 1_024;

  /** The numbers of a conversation that is not claimed: none may be used. */
  static final StepNumbers NONE = new StepNumbers(0, 0, 0, Set.of());

  static StepNumbers of(Tenure.Head head) {
    return new StepNumbers(head.sequence(), 0, head.position(), Set.copyOf(head.running()));
  }
}

package dev.animus4j.chat.turn;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Turn of a reply: a part of it sent as a message of its own.
 *
 * @param index from 0
 * @param total number of turns of the reply; null while the reply is still being streamed, when at
 *     least one more turn follows
 * @param delay how long the turn is typed before it is delivered
 */
public record Turn(String content, int index, @Nullable Integer total, Duration delay) {

  /** A reply in one turn, without delay. */
  public static Turn single(String content) {
    return new Turn(content, 0, 1, Duration.ZERO);
  }

  /** Whether it is the first turn of the reply. */
  public boolean isFirst() {
    return index == 0;
  }

  /** Whether it is known to be the last turn of the reply. */
  public boolean isLast() {
    return total != null && index == total - 1;
  }

  /** The number of turns from this one to the last; 1 while {@code total} is unknown. */
  public int remaining() {
    return total == null ? 1 : total - index;
  }
}

package dev.animus4j.chat.turn;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Turn of a reply: a part of it sent as a message of its own.
 *
 * @param index from 0
 * @param total number of turns of the reply; null while unknown, because the reply is still
 *     streamed: then there is at least one more
 * @param delay time for typing it
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

  /** The number of turns left, including this one, as far as known. */
  public int remaining() {
    return total == null ? 1 : total - index;
  }
}

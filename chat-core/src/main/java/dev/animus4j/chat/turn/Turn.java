package dev.animus4j.chat.turn;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer.
 *
 * @param index from 0
 * @param total how many pieces the answer has; null while that is unknown, because the answer is
 *     still being made: then there is at least one more
 * @param delay how long it takes to type
 */
public record Turn(String content, int index, @Nullable Integer total, Duration delay) {

  /** An answer in one piece, due at once. */
  public static Turn only(String content) {
    return new Turn(content, 0, 1, Duration.ZERO);
  }

  /** Whether nothing of the answer comes before it. */
  public boolean isFirst() {
    return index == 0;
  }

  /** Whether nothing of the answer comes after it. */
  public boolean isLast() {
    return total != null && index == total - 1;
  }

  /** How many pieces are missing until the answer is complete, this one included, as is known. */
  public int left() {
    return total == null ? 1 : total - index;
  }
}

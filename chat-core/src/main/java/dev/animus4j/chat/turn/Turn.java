package dev.animus4j.chat.turn;

import java.time.Duration;

/**
 * A piece of an answer.
 *
 * @param index from 0
 * @param total how many pieces the answer has
 * @param delay how long it takes to type
 */
public record Turn(String content, int index, int total, Duration delay) {

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
    return index == total - 1;
  }
}

package dev.animus4j.chat;

import dev.animus4j.resilience.TimeLimit;
import java.time.Duration;

/**
 * What happens to a message that is sent while the conversation is still busy with another one.
 *
 * @param policy what happens
 * @param limit how many messages may wait; one more is refused. Only of {@link Policy#QUEUE}
 * @param debounce how long no further message must come. Only of {@link Policy#MERGE}
 */
public record Overlap(Policy policy, int limit, Duration debounce) {

  /** What happens to a message that is sent too early. */
  public enum Policy {
    /** It cuts short what is still being said, and is answered at once. */
    INTERRUPT,
    /** It waits for its turn. */
    QUEUE,
    /** It waits, and with it whatever comes within a while; they are answered as one. */
    MERGE,
    /** It is refused. */
    REJECT,
    /** It waits, and takes the place of those that were waiting. */
    DROP_STALE
  }

  /** {@link Policy#INTERRUPT}, as in the Animus SDK. */
  public static final Overlap INTERRUPT = new Overlap(Policy.INTERRUPT, 0, Duration.ZERO);

  /** {@link Policy#REJECT}. */
  public static final Overlap REJECT = new Overlap(Policy.REJECT, 0, Duration.ZERO);

  /** {@link Policy#DROP_STALE}. */
  public static final Overlap DROP_STALE = new Overlap(Policy.DROP_STALE, 1, Duration.ZERO);

  /** Fails for limits that make no sense. */
  public Overlap {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must not be negative, but is " + limit);
    }
    debounce = TimeLimit.notNegative("debounce", debounce);
  }

  /** {@link Policy#QUEUE}; at most 16 wait. */
  public static Overlap queue() {
    return queue(16);
  }

  /** {@link Policy#QUEUE}; at most {@code limit} wait. */
  public static Overlap queue(int limit) {
    return new Overlap(Policy.QUEUE, limit, Duration.ZERO);
  }

  /**
   * {@link Policy#MERGE}: also a message to an idle conversation waits until none followed for
   * {@code debounce}.
   */
  public static Overlap merge(Duration debounce) {
    return new Overlap(Policy.MERGE, 1, debounce);
  }
}

package dev.animus4j.chat;

import dev.animus4j.resilience.DurationChecks;
import java.time.Duration;

/**
 * Treatment of a message that is sent while the conversation is answering another one.
 *
 * @param policy what happens to it
 * @param limit the number of messages that may wait; another one is rejected. Only {@link
 *     Policy#QUEUE} uses it
 * @param debounce the time without a further message after which the waiting ones are answered.
 *     Only {@link Policy#MERGE} uses it
 */
public record OverlapPolicy(Policy policy, int limit, Duration debounce) {

  /** Treatments of a message that overlaps. */
  public enum Policy {
    /** It interrupts the response being delivered, and is answered at once. */
    INTERRUPT,
    /** It waits for its turn. */
    QUEUE,
    /** It waits, with all that arrive within a while; they are answered as one message. */
    MERGE,
    /** It is rejected. */
    REJECT,
    /** It waits, and replaces those that were waiting. */
    DROP_STALE
  }

  /**
   * {@link Policy#INTERRUPT}, the default, as in the Animus SDK: who writes again has read what was
   * delivered, and need not wait for the rest. Both messages are in the history, so that the next
   * reply is to both; the exchange of the first ends as interrupted, and {@link Chat#ask} fails. A
   * program that sends several messages waits for each, or uses {@link #queue()}.
   */
  public static final OverlapPolicy INTERRUPT =
      new OverlapPolicy(Policy.INTERRUPT, 0, Duration.ZERO);

  /** {@link Policy#REJECT}. */
  public static final OverlapPolicy REJECT = new OverlapPolicy(Policy.REJECT, 0, Duration.ZERO);

  /** {@link Policy#DROP_STALE}. */
  public static final OverlapPolicy DROP_STALE =
      new OverlapPolicy(Policy.DROP_STALE, 1, Duration.ZERO);

  /** Rejects limits that contradict the policy. */
  public OverlapPolicy {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must not be negative, but is " + limit);
    }
    debounce = DurationChecks.requireNotNegative("debounce", debounce);
  }

  /** {@link Policy#QUEUE}; at most 16 wait. */
  public static OverlapPolicy queue() {
    return queue(16);
  }

  /** {@link Policy#QUEUE}; at most {@code limit} wait. */
  public static OverlapPolicy queue(int limit) {
    return new OverlapPolicy(Policy.QUEUE, limit, Duration.ZERO);
  }

  /**
   * {@link Policy#MERGE}. A message is answered when no further one has arrived for {@code
   * debounce}, even if the conversation is idle.
   */
  public static OverlapPolicy merge(Duration debounce) {
    return new OverlapPolicy(Policy.MERGE, 1, debounce);
  }
}

package dev.animus4j.chat.event;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Event as it is stored. Consecutive deltas of one exchange are stored merged. The first event
 * after a crash also covers the numbers that were reserved before it.
 *
 * @param first the first sequence that it covers; the last is that of the event
 * @param deltaLengths the lengths of the merged deltas, in chars and in their order, so that the
 *     text after any of them can be told; empty for an event that is not merged
 */
public record StoredEvent(long first, ChatEvent event, List<Integer> deltaLengths) {

  /** Rejects a row that covers nothing. */
  public StoredEvent {
    if (first < 1 || first > event.sequence()) {
      throw new IllegalArgumentException(first + " to " + event.sequence() + " is no range");
    }
    deltaLengths = List.copyOf(deltaLengths);
  }

  /** An event that is not merged. */
  public StoredEvent(long first, ChatEvent event) {
    this(first, event, List.of());
  }

  /** The last sequence that it covers. */
  public long last() {
    return event.sequence();
  }

  /** The event and the lengths as JSON in UTF-8, to be stored beside {@link #first}. */
  public Buffer payload() {
    return StoredEventJson.write(this);
  }

  /**
   * Parses a {@link #payload}.
   *
   * @throws dev.animus4j.failure.AnimusException.Protocol if it is not one
   */
  public static StoredEvent parse(long first, Buffer payload) {
    return StoredEventJson.read(first, payload);
  }

  /** What of it follows the event with this sequence, which it covers, or which is older. */
  public ChatEvent eventAfter(long sequence) {
    return StoredEventJson.eventAfter(this, sequence);
  }
}

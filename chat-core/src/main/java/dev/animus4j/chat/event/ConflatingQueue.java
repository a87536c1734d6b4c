package dev.animus4j.chat.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queue of the events a subscriber has not yet received, oldest first. A delta is merged with the
 * one before it in its conversation, if that still waits, even if events of other conversations are
 * between them.
 */
final class ConflatingQueue {
  private static final long MAX_BYTES = 16 << 20;

  private final Deque<DeltaRun> waiting = new ArrayDeque<>();

  /** By conversation, the newest run, to which deltas may be added. */
  private final Map<String, DeltaRun> newest = new HashMap<>();

  private long bytes;
  private boolean closed;

  /** Adds an event; returns whether the queue is within its limit, as a single event always is. */
  synchronized boolean add(ChatEvent event) {
    if (closed) {
      return true;
    }
    DeltaRun last = newest.get(event.conversationId());
    bytes += last != null && last.canAppend(event) ? last.add(event) : append(event);
    return bytes <= MAX_BYTES || waiting.size() == 1;
  }

  private long append(ChatEvent event) {
    DeltaRun deltaRun = new DeltaRun(event);
    waiting.addLast(deltaRun);
    newest.put(event.conversationId(), deltaRun);
    return deltaRun.sizeInBytes();
  }

  /** Removes the oldest, to which no delta is added any more; null if there is none. */
  synchronized @Nullable DeltaRun poll() {
    DeltaRun oldest = waiting.pollFirst();
    if (oldest == null) {
      return null;
    }
    bytes -= oldest.sizeInBytes();
    newest.remove(oldest.conversationId(), oldest);
    return oldest;
  }

  /** The number of waiting events, merged deltas counted as one. */
  synchronized int size() {
    return waiting.size();
  }

  /** Clears the queue; later events are ignored. */
  synchronized void close() {
    closed = true;
    waiting.clear();
    newest.clear();
  }
}

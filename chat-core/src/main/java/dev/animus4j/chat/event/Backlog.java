package dev.animus4j.chat.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber has not yet taken, oldest first. A delta joins the one before it in its
 * conversation, if that still waits: what other conversations say meanwhile does not keep them
 * apart.
 */
final class Backlog {
  private static final long MOST = 16 << 20;

  private final Deque<Stretch> waiting = new ArrayDeque<>();

  /** By conversation: what may still grow. */
  private final Map<String, Stretch> newest = new HashMap<>();

  private long weight;
  private boolean closed;

  /** Whether there is room; a single event always has it. */
  synchronized boolean add(ChatEvent event) {
    if (closed) {
      return true;
    }
    Stretch last = newest.get(event.conversationId());
    weight += last != null && last.goesOnWith(event) ? last.add(event) : append(event);
    return weight <= MOST || waiting.size() == 1;
  }

  private long append(ChatEvent event) {
    Stretch stretch = new Stretch(event);
    waiting.addLast(stretch);
    newest.put(event.conversationId(), stretch);
    return stretch.weight();
  }

  /** The oldest, which is not added to any more; null if there is none. */
  synchronized @Nullable Stretch poll() {
    Stretch oldest = waiting.pollFirst();
    if (oldest == null) {
      return null;
    }
    weight -= oldest.weight();
    newest.remove(oldest.conversationId(), oldest);
    return oldest;
  }

  /** How many events wait, merged deltas counted as one. */
  synchronized int size() {
    return waiting.size();
  }

  /** Lets everything go, and keeps nothing more. */
  synchronized void close() {
    closed = true;
    waiting.clear();
    newest.clear();
  }
}

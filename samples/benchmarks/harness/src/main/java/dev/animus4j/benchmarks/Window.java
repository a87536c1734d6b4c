package dev.animus4j.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest messages of a conversation, for who has no memory of his own. */
public final class Window<T> {
  /** How many there are. */
  public static final int MESSAGES = 10;

  private final Deque<T> messages = new ArrayDeque<>();

  /** One more, the latest now. */
  public void add(T message) {
    messages.addLast(message);
    if (messages.size() > MESSAGES) {
      messages.removeFirst();
    }
  }

  /** All, oldest first. */
  public List<T> all() {
    return List.copyOf(messages);
  }
}

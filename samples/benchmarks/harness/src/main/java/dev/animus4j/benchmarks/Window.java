package dev.animus4j.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Window of the latest messages of a conversation, for clients without a memory. */
public final class Window<T> {
  /** The size of the window. */
  public static final int MESSAGES = 10;

  private final Deque<T> messages = new ArrayDeque<>();

  /** Adds the latest message. */
  public void add(T message) {
    messages.addLast(message);
    if (messages.size() > MESSAGES) {
      messages.removeFirst();
    }
  }

  /** All messages, oldest first. */
  public List<T> all() {
    return List.copyOf(messages);
  }
}

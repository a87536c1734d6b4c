package dev.animus4j.image.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Round-robin queue: the first of each key, keys in the order in which they came, then the second
 * of each, and so on. A key that was served goes behind all others. For one thread at a time.
 */
final class RoundRobinQueue<T> {
  private final Map<String, Deque<T>> queues = new LinkedHashMap<>();

  void add(String key, T item) {
    queues.computeIfAbsent(key, first -> new ArrayDeque<>()).addLast(item);
  }

  /** Removes and returns the next item; null when empty. */
  @Nullable T poll() {
    Iterator<Map.Entry<String, Deque<T>>> keys = queues.entrySet().iterator();
    if (!keys.hasNext()) {
      return null;
    }
    Map.Entry<String, Deque<T>> first = keys.next();
    String key = first.getKey();
    Deque<T> queue = first.getValue();
    keys.remove();
    T item = queue.removeFirst();
    if (!queue.isEmpty()) {
      queues.put(key, queue);
    }
    return item;
  }

  void remove(String key, T item) {
    queues.computeIfPresent(
        key, (same, queue) -> queue.remove(item) && queue.isEmpty() ? null : queue);
  }

  /** Returns all items, in the order in which {@link #poll} would take them now. */
  List<T> toList() {
    List<T> order = new ArrayList<>();
    List<Iterator<T>> turns = new ArrayList<>();
    queues.values().forEach(queue -> turns.add(queue.iterator()));
    while (!turns.isEmpty()) {
      turns.forEach(queue -> order.add(queue.next()));
      turns.removeIf(queue -> !queue.hasNext());
    }
    return order;
  }
}

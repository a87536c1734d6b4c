package dev.animus4j.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes turns: the first of each key, keys in the order in which they came, then the second of
 * each, and so on. A key that was served goes behind all others. For one thread at a time.
 */
final class Rotation<T> {
  private final Map<String, Deque<T>> lines = new LinkedHashMap<>();

  void add(String key, T item) {
    lines.computeIfAbsent(key, first -> new ArrayDeque<>()).addLast(item);
  }

  /** Takes out whose turn it is; null when nobody is left. */
  @Nullable T next() {
    Iterator<Map.Entry<String, Deque<T>>> keys = lines.entrySet().iterator();
    if (!keys.hasNext()) {
      return null;
    }
    Map.Entry<String, Deque<T>> first = keys.next();
    String key = first.getKey();
    Deque<T> line = first.getValue();
    keys.remove();
    T item = line.removeFirst();
    if (!line.isEmpty()) {
      lines.put(key, line);
    }
    return item;
  }

  void remove(String key, T item) {
    lines.computeIfPresent(key, (same, line) -> line.remove(item) && line.isEmpty() ? null : line);
  }

  /** All, in the order in which {@link #next} would take them now. */
  List<T> order() {
    List<T> order = new ArrayList<>();
    List<Iterator<T>> turns = new ArrayList<>();
    lines.values().forEach(line -> turns.add(line.iterator()));
    while (!turns.isEmpty()) {
      turns.forEach(line -> order.add(line.next()));
      turns.removeIf(line -> !line.hasNext());
    }
    return order;
  }
}

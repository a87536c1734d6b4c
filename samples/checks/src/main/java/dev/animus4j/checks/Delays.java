package dev.animus4j.checks;

import java.util.ArrayList;
import java.util.List;

/** Delays of one kind. */
final class Delays {
  private static final double MILLI = 1e6;

  private final List<Long> nanos = new ArrayList<>();

  synchronized void add(long delay) {
    nanos.add(delay);
  }

  /** In milliseconds. */
  double median() {
    return percentile(50);
  }

  /** What so many of a hundred do not exceed, in milliseconds. */
  synchronized double percentile(int percent) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) * percent / 100) / MILLI;
  }

  @Override
  public synchronized String toString() {
    return "%.1f ms (99 %%: %.1f; %d)".formatted(median(), percentile(99), nanos.size());
  }
}

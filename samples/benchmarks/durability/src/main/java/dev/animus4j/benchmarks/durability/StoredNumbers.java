package dev.animus4j.benchmarks.durability;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is stored of a conversation, compared with what was acknowledged. */
record StoredNumbers(List<Long> stored) {
  private static final long WRITER = 1_000_000;

  static StoredNumbers of(DurableMemory memory, int conversation) throws Exception {
    return new StoredNumbers(memory.numbers(conversation));
  }

  /**
   * Counts losses.
   *
   * @param acknowledged in their order
   * @param window how many of the latest messages have to be there
   */
  Map<String, Double> losses(List<Long> acknowledged, int window) {
    Set<Long> distinct = new HashSet<>(stored);
    int from = Math.max(0, acknowledged.size() - window);
    List<Long> expected = acknowledged.subList(from, acknowledged.size());
    long missing = expected.stream().filter(it -> !distinct.contains(it)).count();
    // the one that was being written may have pushed out the first of the window
    boolean isPushedOut =
        missing == 1 && from + 1 < acknowledged.size() && wasPushedOut(expected, distinct, window);
    return Map.of(
        "acknowledged", (double) acknowledged.size(),
        "missing", (double) (isPushedOut ? 0 : missing),
        "twice", (double) (stored.size() - distinct.size()),
        "disorder", (double) disorder(),
        "partial", stored.size() < Math.min(window, acknowledged.size()) ? 1.0 : 0.0);
  }

  private boolean wasPushedOut(List<Long> expected, Set<Long> distinct, int window) {
    long next = expected.get(expected.size() - 1) + 1;
    return expected.size() == window
        && !distinct.contains(expected.get(0))
        && distinct.contains(next);
  }

  /** Messages that stand behind a later one of the same writer. */
  private long disorder() {
    Map<Long, Long> highest = new HashMap<>();
    return stored.stream().filter(it -> highest.merge(it / WRITER, it, Math::max) > it).count();
  }
}

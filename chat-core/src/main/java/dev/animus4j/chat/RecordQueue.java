package dev.animus4j.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of one conversation that wait to be stored, in order. */
final class RecordQueue {
  private static final int MAX_RECORDS = 64;

  private final Deque<PendingRecord> records = new ArrayDeque<>();
  private int alone;

  void add(PendingRecord pending) {
    records.add(pending);
  }

  /** Adds records that are to be stored before all others. */
  void addFirst(List<PendingRecord> first) {
    for (int i = first.size() - 1; i >= 0; i--) {
      records.addFirst(first.get(i));
    }
  }

  /** Adds a batch that cannot be stored again: before all others, each to be taken alone. */
  void addAlone(List<PendingRecord> batch) {
    addFirst(batch);
    alone = batch.size();
  }

  @Nullable PendingRecord peek() {
    return records.peek();
  }

  PendingRecord remove() {
    return records.remove();
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Whether these records change nothing, and only wait for those before them. */
  static boolean isEmpty(List<PendingRecord> batch) {
    return !batch.isEmpty() && batch.stream().allMatch(PendingRecord::isEmpty);
  }

  /** Removes the records of an exchange. */
  void removeAll(RecordedExchange exchange) {
    records.removeIf(pending -> pending.exchange() == exchange);
  }

  /** Removes and returns all. */
  List<PendingRecord> clear() {
    List<PendingRecord> all = List.copyOf(records);
    records.clear();
    alone = 0;
    return all;
  }

  /**
   * Removes and returns the first, up to a delta, which is published after them, or to a change,
   * which is stored alone.
   */
  List<PendingRecord> takeBatch() {
    List<PendingRecord> batch = new ArrayList<>();
    int most = alone > 0 ? 1 : MAX_RECORDS;
    alone = Math.max(0, alone - 1);
    PendingRecord next = records.peek();
    while (next != null && !next.isDelta() && next.change() == null && batch.size() < most) {
      batch.add(records.remove());
      next = records.peek();
    }
    return batch;
  }
}

package dev.animus4j.benchmarks.durability;

import dev.animus4j.chat.ledger.Ledger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Conversations of different lengths, to which is appended, and which are read, in turn. */
final class GrowingConversation {
  static final int[] LENGTHS = {1_000, 10_000, 100_000};
  private static final int WINDOW = 21;
  private static final int PIECE = 200;
  private static final int ROUNDS = 20;
  private static final int REPEATS = 30;

  private final Ledger ledger;
  private final Map<Integer, LedgerWriter> writers = new LinkedHashMap<>();
  private final Map<String, LongStream.Builder> nanos = new LinkedHashMap<>();

  GrowingConversation(Assignment assignment) {
    this.ledger = assignment.ledger();
  }

  /** Medians in microseconds. */
  Map<String, Double> run() {
    for (int length : LENGTHS) {
      LedgerWriter writer = new LedgerWriter(ledger, DurableMemory.id(length));
      writer.append(1).blockingAwait();
      for (int i = 0; i < length / PIECE; i++) {
        writer.fill(PIECE).blockingAwait();
      }
      writers.put(length, writer);
    }
    for (int i = 0; i < ROUNDS; i++) {
      boolean isWarm = i >= ROUNDS / 4;
      writers.forEach((length, writer) -> measure(length, writer, isWarm));
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    nanos.forEach((name, all) -> medians.put(name, median(all.build().toArray())));
    return medians;
  }

  private void measure(int length, LedgerWriter writer, boolean isWarm) {
    for (int i = 0; i < REPEATS; i++) {
      long number = i;
      long append = time(() -> writer.append(number).blockingAwait());
      long read = time(() -> readWindow(length));
      if (isWarm) {
        nanos.computeIfAbsent("append" + length, it -> LongStream.builder()).add(append);
        nanos.computeIfAbsent("read" + length, it -> LongStream.builder()).add(read);
      }
    }
  }

  private void readWindow(int length) {
    int size = ledger.entries(DurableMemory.id(length), WINDOW).blockingGet().size();
    if (size != WINDOW) {
      throw new IllegalStateException("a window of " + size);
    }
  }

  private static long time(Runnable task) {
    long start = System.nanoTime();
    task.run();
    return System.nanoTime() - start;
  }

  private static double median(long... values) {
    Arrays.sort(values);
    return TimedOp.at(values, 0.5) * 1e3;
  }
}

package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.ClosedLoop;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.chat.ledger.Ledger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Two that write to one conversation at the same time, neither knowing of the other. */
final class RivalWriters {
  private static final long SECOND = 1_000_000;
  private static final int ENOUGH = 400;
  private static final long MOST_NANOS = 15_000_000_000L;
  private static final long PATIENCE_MS = 20_000;

  private final Assignment assignment;
  private final List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());

  RivalWriters(Assignment assignment) {
    this.assignment = assignment;
  }

  Map<String, Double> run() throws Exception {
    List<DurableMemory> rivals = rivals();
    List<ClosedLoop> loops = new ArrayList<>();
    for (int i = 0; i < rivals.size(); i++) {
      Op op = rivals.get(i).appends(1 + i * SECOND);
      loops.add(new ClosedLoop(new AcknowledgedOp(op, this::onEnd).op(), 1));
    }
    for (ClosedLoop loop : loops) {
      loop.start();
    }
    long end = System.nanoTime() + MOST_NANOS;
    while (acknowledged.size() < ENOUGH && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    for (ClosedLoop loop : loops) {
      loop.stop(PATIENCE_MS);
      loop.failures().stream().limit(1).forEach(System.err::println);
    }
    return StoredNumbers.of(rivals.get(0), 0)
        .losses(List.copyOf(acknowledged), assignment.window());
  }

  /** A file has one ledger; there the rivals are two tenures of it. */
  private List<DurableMemory> rivals() {
    if (assignment.storage().equals(Storage.SQLITE.name())) {
      Ledger ledger = assignment.ledger();
      return List.of(new LedgerMemory(ledger, 1), new LedgerMemory(ledger, 1));
    }
    return List.of(assignment.memory(), assignment.memory());
  }

  private void onEnd(int slot, long number) {
    acknowledged.add(number);
  }
}

package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Steps of a ledger. */
final class LedgerMemory implements DurableMemory {
  /** The first connection of a busy machine may take longer than it may. */
  private static final long RETRIES = 10;

  private final Ledger ledger;
  private final List<LedgerWriter> writers = new ArrayList<>();

  LedgerMemory(Ledger ledger, int conversations) {
    this.ledger = ledger;
    for (int i = 0; i < conversations; i++) {
      writers.add(new LedgerWriter(ledger, DurableMemory.id(i)));
    }
  }

  @Override
  public Op.Async appends(long first) {
    AtomicLongArray numbers = new AtomicLongArray(writers.size());
    return (slot, done) -> {
      long number = first + numbers.getAndIncrement(slot);
      var unused = writers.get(slot).append(number).subscribe(() -> done.ok(number), done::fail);
    };
  }

  @Override
  public List<Long> numbers(int conversation) {
    return ledger
        .entries(DurableMemory.id(conversation), Integer.MAX_VALUE)
        .retry(RETRIES)
        .blockingGet()
        .stream()
        .map(it -> text(it.entry()))
        .map(DurableMemory::number)
        .toList();
  }

  private static String text(HistoryEntry entry) {
    return String.valueOf(entry.message().content());
  }
}

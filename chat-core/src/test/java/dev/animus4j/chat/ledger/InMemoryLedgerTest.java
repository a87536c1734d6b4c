package dev.animus4j.chat.ledger;

import org.jspecify.annotations.Nullable;

class InMemoryLedgerTest extends LedgerContract {
  private @Nullable InMemoryLedger latest;

  @Override
  protected Ledger open() {
    latest = latest == null ? Ledger.inMemory() : latest.reopen();
    return latest;
  }
}

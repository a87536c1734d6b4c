package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.LedgerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest extends LedgerContract {
  @TempDir Path folder;

  @Override
  protected Ledger open() {
    return SqliteLedger.open(folder.resolve("ledger.db"));
  }
}

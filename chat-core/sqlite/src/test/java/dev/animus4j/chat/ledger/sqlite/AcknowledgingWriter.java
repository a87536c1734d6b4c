package dev.animus4j.chat.ledger.sqlite;

import static dev.animus4j.chat.ledger.StepBuilder.message;

import dev.animus4j.chat.ledger.Tenure;
import java.nio.file.Path;

/** Program that writes steps to a file, and says the number of each once it is stored. */
final class AcknowledgingWriter {
  private AcknowledgingWriter() {}

  /** Writes this many steps to this file. */
  public static void main(String... arguments) {
    SqliteLedger ledger = SqliteLedger.open(Path.of(arguments[0]));
    Tenure tenure = ledger.claim("c").blockingGet();
    long first = tenure.head().sequence() + 1;
    for (long n = first; n < first + Long.parseLong(arguments[1]); n++) {
      tenure.write(message("c", n, Long.toString(n))).blockingAwait();
      System.out.println(n);
    }
    ledger.closeAsync().blockingAwait();
  }
}

package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.Tenure;
import io.reactivex.rxjava3.core.Completable;

/** Right to write to a conversation in a file. */
record SqliteTenure(DatabaseThread thread, StepStatements writer, Head head) implements Tenure {

  static SqliteTenure of(DatabaseThread thread, ConversationQueries.Claim claim) {
    return new SqliteTenure(
        thread, new StepStatements(claim.no(), claim.head().epoch()), claim.head());
  }

  /** The step becomes JSON on the thread of the subscriber. */
  @Override
  public Completable write(Step step) {
    return Completable.defer(
        () -> {
          EncodedStep encoded = EncodedStep.of(step);
          return thread.submit(encoded.size(), db -> writer.write(db, encoded)).ignoreElement();
        });
  }
}

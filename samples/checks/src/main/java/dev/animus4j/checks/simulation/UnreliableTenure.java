package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.TakenOver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;

/** Tenure of a client that verifies how it is used: one step at a time, and none after doubt. */
final class UnreliableTenure implements Tenure {
  /** A text that no ledger stores. */
  static final String POISON = "poison";

  private final Tenure tenure;
  private final ConversationJournal journal;
  private final LedgerClient client;
  private final Calls calls;
  private boolean writing;
  private boolean over;

  /** Makes a call of the ledger. */
  @FunctionalInterface
  interface Calls {
    Single<Boolean> call(String conversation, Single<Boolean> operation);
  }

  UnreliableTenure(Tenure tenure, ConversationJournal journal, LedgerClient client, Calls calls) {
    this.tenure = tenure;
    this.journal = journal;
    this.client = client;
    this.calls = calls;
    journal.onClaimAnswered(client);
  }

  @Override
  public Head head() {
    return tenure.head();
  }

  @Override
  public Completable write(Step step) {
    return Completable.defer(() -> start(step))
        .doOnError(this::end)
        .doOnDispose(() -> over = true)
        .doFinally(() -> writing = false);
  }

  private Completable start(Step step) {
    client.world().runVerified(() -> verifyTurn(step));
    writing = true;
    return calls.call(journal.id(), Single.defer(() -> store(step))).ignoreElement();
  }

  private void verifyTurn(Step step) {
    Invariant.holds(!writing, "%s writes two steps at once: %s", client, step);
    Invariant.holds(!over, "%s writes with a tenure that is over: %s", client, step);
  }

  private Single<Boolean> store(Step step) {
    if (isPoisoned(step)) {
      return Single.error(
          new AnimusException.InvalidRequest(FailureOrigin.of("ledger"), "not a text"));
    }
    return tenure
        .write(step)
        .toSingleDefault(true)
        .doOnSuccess(stored -> journal.onStored(client, step))
        .doOnError(cause -> journal.onRefused(step, cause));
  }

  private static boolean isPoisoned(Step step) {
    return step.events().stream().anyMatch(row -> row.event().toString().contains(POISON))
        || step.entries().stream().anyMatch(it -> it.entry().toString().contains(POISON));
  }

  private void end(Throwable cause) {
    over |= !(cause instanceof AnimusException.InvalidRequest);
    if (cause instanceof TakenOver) {
      client.world().counters().add("taken over");
    }
  }
}

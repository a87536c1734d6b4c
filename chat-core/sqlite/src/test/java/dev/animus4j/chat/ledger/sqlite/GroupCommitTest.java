package dev.animus4j.chat.ledger.sqlite;

import static dev.animus4j.chat.ledger.StepBuilder.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.TakenOver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
  @TempDir Path folder;

  @Test
  void stepsThatWaitTogetherShareACommit() {
    SqliteLedger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
    long before = ledger.thread().commits();
    Flowable.range(0, 32)
        .flatMapCompletable(
            it ->
                ledger
                    .claim("c" + it)
                    .flatMapCompletable(tenure -> write(tenure, "c" + it))
                    .subscribeOn(Schedulers.io()))
        .blockingAwait();
    assertThat(ledger.thread().commits() - before).isLessThan(32 * 50 / 2);
    ledger.closeAsync().blockingAwait();
  }

  private static Completable write(Tenure tenure, String conversationId) {
    return Flowable.rangeLong(1, 50)
        .concatMapCompletable(n -> tenure.write(message(conversationId, n, "text")));
  }

  @Test
  void aStepThatFailsFailsAlone() throws InterruptedException {
    SqliteLedger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
    Tenure old = ledger.claim("taken").blockingGet();
    ledger.claim("taken").blockingGet();
    List<Tenure> tenures =
        Flowable.range(0, 10).concatMapSingle(it -> ledger.claim("c" + it)).toList().blockingGet();
    long before = ledger.thread().commits();
    OccupiedThread thread = OccupiedThread.of(ledger);
    List<TestObserver<Void>> good =
        IntStream.range(0, 10)
            .mapToObj(i -> tenures.get(i).write(message("c" + i, 1, "text")).test())
            .toList();
    TestObserver<Void> taken = old.write(message("taken", 1, "never")).test();
    TestObserver<Void> gap = tenures.get(0).write(message("c0", 9, "never")).test();
    thread.release();
    taken.await().assertError(TakenOver.class);
    gap.await().assertError(AnimusException.InvalidRequest.class);
    for (TestObserver<Void> write : good) {
      write.await().assertComplete();
    }
    assertThat(ledger.thread().commits() - before).isEqualTo(2);
    assertThat(ledger.entries("c0", 9).blockingGet()).hasSize(1);
    assertThat(ledger.entries("c9", 9).blockingGet()).hasSize(1);
    assertThat(ledger.entries("taken", 9).blockingGet()).isEmpty();
    ledger.closeAsync().blockingAwait();
  }
}

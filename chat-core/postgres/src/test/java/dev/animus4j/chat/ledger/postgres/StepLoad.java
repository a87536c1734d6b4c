package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.chat.ledger.StepBuilder.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.Tenure;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Conversations that are written to at once, each one step after the other. */
final class StepLoad {
  final AtomicInteger acknowledged = new AtomicInteger();
  private final List<Tenure> tenures = new ArrayList<>();
  private final Ledger ledger;
  private final int conversations;
  private final int steps;

  StepLoad(Ledger ledger, int conversations, int steps) {
    this.ledger = ledger;
    this.conversations = conversations;
    this.steps = steps;
  }

  Completable claim() {
    return Flowable.range(0, conversations)
        .concatMapSingle(it -> ledger.claim("c" + it))
        .doOnNext(tenures::add)
        .ignoreElements();
  }

  /** Fails with the first step that does. */
  Completable write() {
    return Flowable.range(0, conversations)
        .flatMapCompletable(
            it ->
                Flowable.rangeLong(1, steps)
                    .concatMapCompletable(n -> write(tenures.get(it), "c" + it, n)));
  }

  private Completable write(Tenure tenure, String id, long n) {
    return tenure.write(message(id, n, id + "." + n)).doOnComplete(acknowledged::incrementAndGet);
  }

  /** All steps are there, each once. */
  void check() {
    assertThat(acknowledged).hasValue(conversations * steps);
    for (int i = 0; i < conversations; i++) {
      List<StoredEvent> events = ledger.eventsAfter("c" + i, 0, Integer.MAX_VALUE).blockingGet();
      assertThat(events)
          .extracting(StoredEvent::last)
          .isEqualTo(LongStream.rangeClosed(1, steps).boxed().toList());
      assertThat(ledger.entries("c" + i, Integer.MAX_VALUE).blockingGet()).hasSize(steps);
    }
  }
}

package dev.animus4j.chat.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Completable;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Ledger} promises. */
public abstract class LedgerContract
    implements StepContract,
        TenureContract,
        EntryContract,
        EventContract,
        ExchangeContract,
        ImageContract,
        RetentionContract,
        PayloadContract {
  private Ledger ledger;

  /** Opens the ledger: empty the first time in a test, later with what the one before stored. */
  protected abstract Ledger open();

  @BeforeEach
  void start() {
    ledger = open();
  }

  @AfterEach
  void stop() {
    ledger.closeAsync().blockingAwait();
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public void reopen() {
    ledger.closeAsync().blockingAwait();
    ledger = open();
  }

  @Test
  void whatIsStoredOutlivesTheLedger() {
    LedgerUnderTest.write(
        claim("c"),
        StepBuilder.step("c")
            .running("x", "m")
            .event("x", 1, "hello")
            .entry(1, "hello")
            .stored("i", ImageContract.image("a"))
            .reserved(7)
            .build());
    List<StoredEntry> entries = ledger.entries("c", 9).blockingGet();
    List<StoredEvent> events = events("c");
    reopen();
    assertThat(ledger.entries("c", 9).blockingGet()).isEqualTo(entries).hasSize(1);
    assertThat(events("c")).isEqualTo(events).hasSize(1);
    assertThat(ledger.exchangeOf("c", "m").blockingGet()).isEqualTo("x");
    assertThat(ledger.image(URI.create("store:a")).blockingGet())
        .isEqualTo(ImageContract.image("a"));
    Tenure.Head head = claim("c").head();
    assertThat(head).isEqualTo(new Tenure.Head(head.epoch(), 1, 1, 7, List.of("x")));
  }

  @Test
  void aClosedLedgerFails() {
    Tenure tenure = claim("c");
    Completable write = tenure.write(StepBuilder.message("c", 1, "late"));
    Ledger closed = ledger;
    reopen();
    Stream<Completable> operations =
        Stream.of(
            write,
            closed.claim("c").ignoreElement(),
            closed.entries("c", 1).ignoreElement(),
            closed.exchangeOf("c", "m").ignoreElement(),
            closed.forget("c").ignoreElement());
    assertThat(operations)
        .allSatisfy(
            it ->
                assertThat(catchThrowable(it::blockingAwait))
                    .isInstanceOf(AnimusException.Cancelled.class));
    closed.closeAsync().blockingAwait();
    assertThat(texts("c")).isEmpty();
  }
}

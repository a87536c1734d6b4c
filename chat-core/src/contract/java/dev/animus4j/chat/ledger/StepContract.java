package dev.animus4j.chat.ledger;

import static dev.animus4j.chat.ledger.LedgerUnderTest.refused;
import static dev.animus4j.chat.ledger.LedgerUnderTest.write;
import static dev.animus4j.chat.ledger.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step is stored as a whole, or not at all. */
interface StepContract extends LedgerUnderTest {

  @Test
  default void aConversationBeginsEmpty() {
    Tenure.Head head = claim("c").head();
    assertThat(head).isEqualTo(new Tenure.Head(head.epoch(), 0, 0, 0, List.of()));
    assertThat(head.epoch()).isPositive();
    assertThat(texts("c")).isEmpty();
    assertThat(events("c")).isEmpty();
    assertThat(ledger().lastSequence("c").blockingGet()).isZero();
  }

  @Test
  default void anUnknownConversationHasNothing() {
    assertThat(texts("?")).isEmpty();
    assertThat(events("?")).isEmpty();
    assertThat(ledger().eventsOf("?", "x").blockingGet()).isEmpty();
    assertThat(ledger().lastSequence("?").blockingGet()).isZero();
    assertThat(ledger().exchangeOf("?", "m").blockingGet()).isNull();
    assertThat(ledger().forget("?").blockingGet()).isFalse();
  }

  @Test
  default void aStepIsStoredAsAWhole() {
    Tenure tenure = claim("c");
    write(tenure, step("c").running("x", "m").event("x", 1, "hello").entry(1, "hello").build());
    assertThat(texts("c")).containsExactly("hello");
    assertThat(events("c"))
        .containsExactly(new StoredEvent(1, step("c").received("x", 1, "hello")));
    assertThat(ledger().lastSequence("c").blockingGet()).isEqualTo(1);
    assertThat(ledger().exchangeOf("c", "m").blockingGet()).isEqualTo("x");
  }

  @Test
  default void aStepThatIsNotSubscribedToIsNotStored() {
    Tenure tenure = claim("c");
    tenure.write(StepBuilder.message("c", 1, "never"));
    write(tenure, StepBuilder.message("c", 1, "now"));
    assertThat(texts("c")).containsExactly("now");
  }

  @Test
  default void aStepThatLeavesANumberOutStoresNothing() {
    Tenure tenure = claim("c");
    Step gap =
        step("c")
            .running("x", "m")
            .entry(1, "never")
            .stored("i", ImageContract.image("a"))
            .event("x", 1, "one")
            .event("x", 3, "three")
            .reserved(9)
            .build();
    refused(InvalidRequest.class, tenure, gap);
    assertThat(texts("c")).isEmpty();
    assertThat(events("c")).isEmpty();
    assertThat(ledger().exchangeOf("c", "m").blockingGet()).isNull();
    assertThat(ledger().image(URI.create("store:a")).blockingGet()).isNull();
    assertThat(ledger().lastSequence("c").blockingGet()).isZero();
  }

  @Test
  default void otherStepsFollowOneThatWasRefused() {
    Tenure tenure = claim("c");
    refused(InvalidRequest.class, tenure, StepBuilder.message("c", 2, "never"));
    write(tenure, StepBuilder.message("c", 1, "one"));
    refused(InvalidRequest.class, tenure, StepBuilder.message("c", 1, "again"));
    refused(InvalidRequest.class, tenure, StepBuilder.message("c", 3, "never"));
    write(tenure, StepBuilder.message("c", 2, "two"));
    assertThat(texts("c")).containsExactly("one", "two");
    assertThat(numbers(events("c"))).containsExactly(1L, 2L);
  }

  @Test
  default void aRowThatOverlapsStoresNothing() {
    Tenure tenure = claim("c");
    write(tenure, step("c").events(1, 5, "x", "one to five").build());
    refused(InvalidRequest.class, tenure, step("c").events(5, 6, "x", "never").build());
    write(tenure, step("c").events(6, 9, "x", "six to nine").event("x", 10, "ten").build());
    assertThat(numbers(events("c"))).containsExactly(5L, 9L, 10L);
  }

  @Test
  default void anEmptyStepIsAStep() {
    Tenure tenure = claim("c");
    write(tenure, step("c").build());
    assertThat(claim("c").head().sequence()).isZero();
  }
}

package dev.animus4j.chat.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.failure.AnimusException;
import java.util.List;

/** The ledger that a contract is about, and how its tests talk to it. */
interface LedgerUnderTest {
  Ledger ledger();

  /** Closes it and opens it again, with the same contents. */
  void reopen();

  default Tenure claim(String conversationId) {
    return ledger().claim(conversationId).blockingGet();
  }

  default List<String> texts(String conversationId) {
    return texts(conversationId, Integer.MAX_VALUE);
  }

  default List<String> texts(String conversationId, int limit) {
    return ledger().entries(conversationId, limit).blockingGet().stream()
        .map(it -> it.entry().message().content())
        .toList();
  }

  default List<StoredEvent> events(String conversationId) {
    return eventsAfter(conversationId, 0, Integer.MAX_VALUE);
  }

  default List<StoredEvent> eventsAfter(String conversationId, long sequence, int limit) {
    return ledger().eventsAfter(conversationId, sequence, limit).blockingGet();
  }

  default List<Long> numbers(List<StoredEvent> events) {
    return events.stream().map(StoredEvent::last).toList();
  }

  static void write(Tenure tenure, Step step) {
    tenure.write(step).blockingAwait();
  }

  static void refused(Class<? extends AnimusException> failure, Tenure tenure, Step step) {
    assertThat(catchThrowable(() -> write(tenure, step))).isInstanceOf(failure);
  }
}

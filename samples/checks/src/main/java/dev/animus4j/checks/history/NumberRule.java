package dev.animus4j.checks.history;

import dev.animus4j.chat.event.StoredEvent;
import java.util.HashMap;
import java.util.Map;

/** Each number is covered by one row, and is published once. */
final class NumberRule implements HistoryRule {

  @Override
  public void check(
      ObservedHistory observed, StoredHistory.Conversation stored, Violations violations) {
    checkRows(stored, violations);
    checkOrder(observed, violations);
    checkContents(observed, violations);
  }

  private static void checkRows(StoredHistory.Conversation stored, Violations violations) {
    long last = 0;
    for (StoredEvent row : stored.events()) {
      String fault = row.first() > last + 1 ? "a gap" : "an overlap";
      violations.addUnless(
          row.first() == last + 1, "%s between %d and %d", fault, last, row.first());
      last = row.last();
    }
  }

  private static void checkOrder(ObservedHistory observed, Violations violations) {
    Map<Integer, Long> lastByClient = new HashMap<>();
    for (ObservedEvent it : observed.events()) {
      long sequence = it.event().sequence();
      Long last = lastByClient.put(it.client(), sequence);
      violations.addUnless(
          last == null || last < sequence,
          "client %d published %d after %d",
          it.client(),
          sequence,
          last);
    }
  }

  private static void checkContents(ObservedHistory observed, Violations violations) {
    Map<Long, String> published = new HashMap<>();
    for (ObservedEvent it : observed.events()) {
      String other = published.putIfAbsent(it.event().sequence(), it.json());
      violations.addUnless(
          other == null || other.equals(it.json()),
          "the number %d was published twice: %s and %s",
          it.event().sequence(),
          other,
          it.json());
    }
  }
}

package dev.animus4j.checks.history;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event that was published is stored, and equal. Only deltas may be missing that were published
 * near a crash: a node that lost the ledger goes on until its lease is over.
 */
record ObservedEventRule(Duration unstored) implements HistoryRule {

  @Override
  public void check(
      ObservedHistory observed, StoredHistory.Conversation stored, Violations violations) {
    NavigableMap<Long, StoredEvent> rows = new TreeMap<>();
    stored.events().forEach(row -> rows.put(row.last(), row));
    for (ObservedEvent event : observed.events()) {
      Map.Entry<Long, StoredEvent> row = rows.ceilingEntry(event.event().sequence());
      StoredEvent covering = row == null ? null : row.getValue();
      if (event.isDelta()) {
        checkDelta(event, covering, crashes(observed, event), violations);
      } else {
        String json = covering == null ? "none" : ChatEvents.toJson(covering.event()).toString();
        violations.addUnless(
            json.equals(event.json()), "%s was published, %s is stored", event.json(), json);
      }
    }
  }

  private static List<Instant> crashes(ObservedHistory observed, ObservedEvent event) {
    return observed.crashes().getOrDefault(event.client(), List.of());
  }

  private boolean isNear(Instant crash, Instant published) {
    return Duration.between(published, crash).abs().compareTo(unstored) <= 0;
  }

  private void checkDelta(
      ObservedEvent delta,
      @Nullable StoredEvent row,
      List<Instant> crashes,
      Violations violations) {
    String text = row == null ? null : storedText(row, delta.event().sequence());
    boolean isStored =
        row != null
            && delta.deltaText().equals(text)
            && row.event().exchangeId().equals(delta.event().exchangeId());
    boolean isRecent =
        crashes.stream().anyMatch(crash -> isNear(crash, delta.event().stamp().timestamp()));
    violations.addUnless(
        isStored || (text == null && isRecent),
        "%s was published, %s is stored",
        delta.json(),
        row);
  }

  /** The text of one of the deltas that were merged; null for a number that was only reserved. */
  private static @Nullable String storedText(StoredEvent row, long sequence) {
    String text = ObservedEvent.text(row.event());
    int deltas = Math.max(1, row.deltaLengths().size());
    long index = deltas - 1 - (row.last() - sequence);
    if (text == null || index < 0) {
      return null;
    }
    int begin = row.deltaLengths().stream().limit(index).mapToInt(it -> it).sum();
    int length = row.deltaLengths().isEmpty() ? text.length() : row.deltaLengths().get((int) index);
    return begin + length > text.length() ? "" : text.substring(begin, begin + length);
  }
}

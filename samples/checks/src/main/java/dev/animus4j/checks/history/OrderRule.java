package dev.animus4j.checks.history;

import static java.util.Comparator.comparingLong;

import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was sent after another message was received comes after it, whichever client sent it. */
final class OrderRule implements HistoryRule {

  @Override
  public void check(
      ObservedHistory observed, StoredHistory.Conversation stored, Violations violations) {
    Map<String, Long> sequences = new HashMap<>();
    stored
        .eventsOf(MessageReceived.class)
        .forEach(it -> sequences.putIfAbsent(it.content(), it.sequence()));
    Iterator<ObservedEvent> receipts =
        observed.events().stream()
            .filter(it -> it.event() instanceof MessageReceived)
            .sorted(comparingLong(ObservedEvent::nanos))
            .iterator();
    ObservedEvent next = next(receipts);
    long before = 0;
    for (ObservedSend send : sorted(observed.sends())) {
      while (next != null && next.nanos() < send.nanos()) {
        before = Math.max(before, next.event().sequence());
        next = next(receipts);
      }
      check(send, sequences.get(send.text()), before, violations);
    }
  }

  private static @Nullable ObservedEvent next(Iterator<ObservedEvent> events) {
    return events.hasNext() ? events.next() : null;
  }

  private static List<ObservedSend> sorted(List<ObservedSend> sends) {
    return sends.stream().sorted(comparingLong(ObservedSend::nanos)).toList();
  }

  private static void check(
      ObservedSend send, @Nullable Long sequence, long before, Violations violations) {
    violations.addUnless(
        send.messageId() != null || sequence == null || sequence > before,
        "'%s' has the number %d, although it was sent after %d",
        send.text(),
        sequence,
        before);
  }
}

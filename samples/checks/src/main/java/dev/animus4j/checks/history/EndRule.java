package dev.animus4j.checks.history;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every message, image, tool call and exchange that starts has one end. */
final class EndRule implements HistoryRule {

  @Override
  public void check(
      ObservedHistory observed, StoredHistory.Conversation stored, Violations violations) {
    Map<String, List<ChatEvent>> exchanges = new LinkedHashMap<>();
    for (StoredEvent row : stored.events()) {
      exchanges
          .computeIfAbsent(row.event().exchangeId(), exchange -> new ArrayList<>())
          .add(row.event());
    }
    exchanges.forEach((id, events) -> check(id, events, violations));
  }

  private static void check(String exchangeId, List<ChatEvent> events, Violations violations) {
    OpenStarts open = new OpenStarts();
    for (ChatEvent event : events) {
      violations.addUnless(
          open.add(event), "the exchange %s has %s out of order", exchangeId, event);
    }
    violations.addUnless(open.isEmpty(), "the exchange %s has no end of %s", exchangeId, open);
    List<ExchangeCompleted> ends =
        events.stream()
            .filter(ExchangeCompleted.class::isInstance)
            .map(ExchangeCompleted.class::cast)
            .toList();
    boolean hasEnd = ends.size() == 1 && events.get(events.size() - 1) == ends.get(0);
    violations.addUnless(
        hasEnd,
        "the exchange %s has %d ends, of %d events",
        exchangeId,
        ends.size(),
        events.size());
    ends.forEach(end -> checkTotals(end, events, violations));
  }

  private static void checkTotals(
      ExchangeCompleted end, List<ChatEvent> events, Violations violations) {
    long messages = events.stream().filter(MessageCompleted.class::isInstance).count();
    long images = events.stream().filter(ImageGenerationCompleted.class::isInstance).count();
    violations.addUnless(
        messages == end.messages() && images == end.images(),
        "%s counts others than %d messages and %d images",
        end,
        messages,
        images);
  }
}

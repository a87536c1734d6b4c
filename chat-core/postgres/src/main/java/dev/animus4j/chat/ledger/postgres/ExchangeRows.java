package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredExchange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest states of exchanges, the exchanges of messages, and exchanges that only have events;
 * each is one row.
 */
final class ExchangeRows {
  private final Map<String, StoredExchange> exchanges = new LinkedHashMap<>();
  private final Map<String, String> messages = new LinkedHashMap<>();

  private final Map<String, Instant> others = new LinkedHashMap<>();

  ExchangeRows(Step step) {
    step.exchanges().forEach(this::put);
    for (StoredEvent event : step.events()) {
      String exchange = event.event().exchangeId();
      if (!exchanges.containsKey(exchange)) {
        others.putIfAbsent(exchange, event.event().stamp().timestamp());
      }
    }
  }

  private void put(StoredExchange state) {
    exchanges.put(state.id(), state);
    if (isReleased(state)) {
      messages.values().removeIf(state.id()::equals);
    }
    state.messageIds().forEach(message -> messages.put(message, state.id()));
  }

  /** Whether its messages may be sent again, but for those that come with this state. */
  private static boolean isReleased(StoredExchange state) {
    return state.state() != StoredExchange.State.RUNNING && !state.keepsMessageIds();
  }

  void addTo(SerializedStep step) {
    exchanges
        .values()
        .forEach(
            it ->
                step.add(
                    StepTable.EXCHANGE,
                    it.id(),
                    (short) it.state().ordinal(),
                    SerializedStep.time(it.since())));
    exchanges.values().stream()
        .filter(ExchangeRows::isReleased)
        .forEach(it -> step.add(StepTable.RELEASED, it.id()));
    others.forEach((id, time) -> step.add(StepTable.OTHER_EXCHANGE, id, SerializedStep.time(time)));
    messages.forEach((message, exchange) -> step.add(StepTable.MESSAGE, message, exchange));
  }
}

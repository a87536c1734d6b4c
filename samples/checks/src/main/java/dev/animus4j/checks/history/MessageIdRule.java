package dev.animus4j.checks.history;

import static java.util.stream.Collectors.toSet;

import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A message that is sent with an id is answered once, whichever client it is sent to. */
final class MessageIdRule implements HistoryRule {

  @Override
  public void check(
      ObservedHistory observed, StoredHistory.Conversation stored, Violations violations) {
    Map<String, Set<String>> answers = storedAnswers(observed, stored);
    observed
        .answers()
        .forEach(
            it ->
                answers
                    .computeIfAbsent(it.messageId(), any -> new HashSet<>())
                    .add(it.exchangeId()));
    answers.forEach((id, exchanges) -> check(id, exchanges, stored, violations));
  }

  private static Map<String, Set<String>> storedAnswers(
      ObservedHistory observed, StoredHistory.Conversation stored) {
    Map<String, String> texts = new HashMap<>();
    observed.sends().stream()
        .filter(it -> it.messageId() != null)
        .forEach(it -> texts.put(it.text(), it.messageId()));
    Set<String> answered =
        stored.eventsOf(ExchangeCompleted.class).stream()
            .filter(it -> it.messages() + it.images() > 0)
            .map(ExchangeCompleted::exchangeId)
            .collect(toSet());
    Map<String, Set<String>> answers = new HashMap<>();
    for (MessageReceived received : stored.eventsOf(MessageReceived.class)) {
      String id = texts.get(received.content());
      if (id != null && answered.contains(received.exchangeId())) {
        answers.computeIfAbsent(id, any -> new HashSet<>()).add(received.exchangeId());
      }
    }
    return answers;
  }

  private static void check(
      String messageId,
      Set<String> exchanges,
      StoredHistory.Conversation stored,
      Violations violations) {
    violations.addUnless(
        exchanges.size() == 1, "the message %s has the answers %s", messageId, exchanges);
    String exchangeId = stored.exchanges().get(messageId);
    violations.addUnless(
        exchangeId != null && exchanges.contains(exchangeId),
        "the message %s leads to %s instead of %s",
        messageId,
        exchangeId,
        exchanges);
  }
}

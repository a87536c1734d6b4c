package dev.animus4j.checks.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that was observed from outside of the clients.
 *
 * @param events in the order in which they were received
 * @param calls in the order in which the provider received them
 * @param crashes when each client was killed, or lost what it had not stored, by its number
 */
public record ObservedHistory(
    List<ObservedSend> sends,
    List<ObservedEvent> events,
    List<ObservedAnswer> answers,
    List<ProviderCall> calls,
    Map<Integer, List<Instant>> crashes) {

  /** Copies the collections. */
  public ObservedHistory {
    sends = List.copyOf(sends);
    events = List.copyOf(events);
    answers = List.copyOf(answers);
    calls = List.copyOf(calls);
    crashes = Map.copyOf(crashes);
  }

  /** What of it is of one conversation. */
  ObservedHistory ofConversation(String id) {
    return new ObservedHistory(
        sends.stream().filter(it -> it.conversationId().equals(id)).toList(),
        events.stream().filter(it -> it.event().conversationId().equals(id)).toList(),
        answers.stream().filter(it -> it.conversationId().equals(id)).toList(),
        calls.stream().filter(it -> it.conversationId().equals(id)).toList(),
        crashes);
  }
}

package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Subscriber on the bus, and the events it should receive. */
final class BusSubscriber {
  private final EventSubscriber ear;
  private final Map<ConversationVerifier, ExpectedEvents> parts;
  private Predicate<ChatEvent> missed = event -> false;
  private Disposable listening = Disposable.empty();

  /** The events of a conversation after an index; from {@code from} on. */
  record ExpectedEvents(List<ChatEvent> events, long from) {

    /** The events from the next one on. */
    static ExpectedEvents fromNow(ConversationVerifier conversationVerifier) {
      return new ExpectedEvents(
          conversationVerifier.publishedEvents(), conversationVerifier.lastSequence());
    }

    private Stream<ChatEvent> expected() {
      return events.stream().filter(event -> event.sequence() > from);
    }
  }

  BusSubscriber(EventSubscriber ear, Map<ConversationVerifier, ExpectedEvents> parts) {
    this.ear = ear;
    this.parts = parts;
  }

  /** Excludes events that it does not receive. */
  void exclude(Predicate<ChatEvent> missed) {
    this.missed = missed;
  }

  void setSubscription(Disposable listening) {
    this.listening = listening;
  }

  /** The sequence at which to resume a conversation. */
  long lastSequence(ConversationVerifier conversationVerifier) {
    return eventsOf(conversationVerifier).reduce((a, b) -> b).map(ChatEvent::sequence).orElse(0L);
  }

  boolean isOf(ConversationVerifier conversationVerifier) {
    return parts.containsKey(conversationVerifier) && parts.size() == 1;
  }

  void leave() {
    ear.cancel();
    listening.dispose();
  }

  /** Verifies that it received all events, or the beginning if it cancelled. */
  void verify() {
    if (ear.failure() != null) {
      throw new AssertionError("a listener on the bus was failed", ear.failure());
    }
    parts.forEach(this::verify);
  }

  private void verify(ConversationVerifier conversationVerifier, ExpectedEvents expectedEvents) {
    List<ChatEvent> events = expectedEvents.expected().filter(missed.negate()).toList();
    int count = DeltaMatcher.countReceived(eventsOf(conversationVerifier).toList(), events);
    boolean whole = ear.hasLeft() || count == events.size();
    Invariant.holds(whole, "not heard on the bus: %s", events.subList(count, events.size()));
  }

  private Stream<ChatEvent> eventsOf(ConversationVerifier conversationVerifier) {
    return ear.received().stream()
        .filter(event -> event.conversationId().equals(conversationVerifier.id()));
  }
}

package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.checks.simulation.BusSubscriber.ExpectedEvents;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Subscribers on the bus. They subscribe at any time, resume where another one stopped, and cancel.
 */
final class BusSubscribers {
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final List<BusSubscriber> all = new ArrayList<>();
  private final Map<EventSubscriber, ExpectedEvents> early = new HashMap<>();

  BusSubscribers(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    if (simulatedWorld.has(WorldFeature.BUS_LISTENERS)) {
      simulatedWorld.busTap().subscribe(this::subscribeDuringPublish);
    }
  }

  /** Subscribes while an event is being published. */
  private void subscribeDuringPublish(ChatEvent event) {
    if (randomChoices.oneIn(150)) {
      ConversationVerifier conversationVerifier =
          simulatedWorld.registry().talk(event.conversationId());
      resume(
          conversationVerifier,
          simulatedWorld.clients().client().events(),
          event.sequence() - randomChoices.upToInclusive(1));
    }
  }

  /** Subscribes to a conversation. */
  void subscribe(ConversationVerifier conversationVerifier) {
    ChatEvents events = simulatedWorld.clients().client().events();
    switch (randomChoices.upToInclusive(9)) {
      case 0, 1 -> subscribeTo("bus: all", events.stream(), everything());
      case 2 -> subscribeToOne(conversationVerifier, events);
      case 3 -> subscribeToType(conversationVerifier, events);
      case 4 -> verifyRecent(conversationVerifier, events);
      case 5 -> resumeTooEarly(conversationVerifier, events);
      case 6, 7 -> resume(conversationVerifier, events, last(conversationVerifier));
      default ->
          resume(
              conversationVerifier,
              events,
              randomChoices.upToInclusive((int) conversationVerifier.lastSequence()));
    }
  }

  private void subscribeToOne(ConversationVerifier conversationVerifier, ChatEvents events) {
    Map<ConversationVerifier, ExpectedEvents> part =
        Map.of(conversationVerifier, ExpectedEvents.fromNow(conversationVerifier));
    subscribeTo("bus: one", events.conversation(conversationVerifier.id()).stream(), part)
        .exclude(simulatedWorld.busTap()::isLost);
  }

  private Map<ConversationVerifier, ExpectedEvents> everything() {
    Map<ConversationVerifier, ExpectedEvents> parts = new HashMap<>();
    simulatedWorld
        .registry()
        .talks()
        .forEach(
            conversationVerifier ->
                parts.put(conversationVerifier, ExpectedEvents.fromNow(conversationVerifier)));
    return parts;
  }

  /** The last sequence that a cancelled subscriber received. */
  private long last(ConversationVerifier conversationVerifier) {
    return all.stream()
        .filter(busSubscriber -> busSubscriber.isOf(conversationVerifier))
        .mapToLong(busSubscriber -> busSubscriber.lastSequence(conversationVerifier))
        .filter(last -> last <= conversationVerifier.lastSequence())
        .reduce(0, (a, b) -> b);
  }

  private void resume(ConversationVerifier conversationVerifier, ChatEvents events, long last) {
    ExpectedEvents expectedEvents =
        new ExpectedEvents(conversationVerifier.publishedEvents(), last);
    String kind =
        last == conversationVerifier.lastSequence() ? "bus: since now" : "bus: since before";
    subscribeTo(
        kind,
        events.streamSince(conversationVerifier.id(), last),
        Map.of(conversationVerifier, expectedEvents));
  }

  private BusSubscriber subscribeTo(
      String kind, Flowable<ChatEvent> stream, Map<ConversationVerifier, ExpectedEvents> parts) {
    simulatedWorld.counters().add(kind);
    EventSubscriber ear = newSubscriber();
    BusSubscriber busSubscriber = new BusSubscriber(ear, parts);
    all.add(busSubscriber);
    stream.subscribe(ear);
    maybeLeave(busSubscriber);
    return busSubscriber;
  }

  private EventSubscriber newSubscriber() {
    EventSubscriber[] self = new EventSubscriber[1];
    Runnable slow =
        randomChoices.oneIn(2)
            ? null
            : () ->
                simulatedWorld
                    .scheduler()
                    .schedule(1 + randomChoices.upToInclusive(900), self[0]::requestNext);
    int maxEvents = randomChoices.oneIn(3) ? 1 + randomChoices.upToInclusive(9) : Integer.MAX_VALUE;
    self[0] = new EventSubscriber(event -> {}, maxEvents, slow);
    return self[0];
  }

  private void maybeLeave(BusSubscriber busSubscriber) {
    if (randomChoices.oneIn(3)) {
      simulatedWorld.scheduler().schedule(randomChoices.delay(20_000), busSubscriber::leave);
    }
  }

  /** Subscribes to one event type; the subscriber may throw, and misses nothing by that. */
  private void subscribeToType(ConversationVerifier conversationVerifier, ChatEvents events) {
    simulatedWorld.counters().add("bus: one kind");
    EventSubscriber ear =
        new EventSubscriber(
            event -> simulatedWorld.injectedErrors().maybeThrow("a listener on the bus", 3),
            Integer.MAX_VALUE,
            null);
    BusSubscriber busSubscriber =
        new BusSubscriber(
            ear, Map.of(conversationVerifier, ExpectedEvents.fromNow(conversationVerifier)));
    busSubscriber.exclude(
        event -> !(event instanceof MessageCompleted) || simulatedWorld.busTap().isLost(event));
    all.add(busSubscriber);
    busSubscriber.setSubscription(
        events
            .conversation(conversationVerifier.id())
            .subscribe(MessageCompleted.class, ear::onNext));
    maybeLeave(busSubscriber);
  }

  private static void verifyRecent(ConversationVerifier conversationVerifier, ChatEvents events) {
    long latest = events.lastSequence(conversationVerifier.id()).blockingGet();
    Invariant.holds(
        latest == conversationVerifier.lastSequence(),
        "%d is the latest, not %d",
        conversationVerifier.lastSequence(),
        latest);
    int known =
        DeltaMatcher.countReceived(
            events.recentEvents(conversationVerifier.id()).blockingGet(),
            conversationVerifier.publishedEvents());
    Invariant.holds(
        known == conversationVerifier.publishedEvents().size(),
        "only %d of %d are known",
        known,
        conversationVerifier.publishedEvents().size());
  }

  /** Resumes after a sequence that has not been published yet. */
  private void resumeTooEarly(ConversationVerifier conversationVerifier, ChatEvents events) {
    if (conversationVerifier.publishedEvents().isEmpty()) {
      return;
    }
    simulatedWorld.counters().add("bus: too early");
    long future = conversationVerifier.lastSequence() + 1 + randomChoices.upToInclusive(3);
    EventSubscriber ear = newSubscriber();
    early.put(ear, new ExpectedEvents(conversationVerifier.publishedEvents(), future));
    events.streamSince(conversationVerifier.id(), future).subscribe(ear);
  }

  /** Cancels all, when the client is closed or the world ends. */
  void cancelAll() {
    all.forEach(BusSubscriber::leave);
    early.keySet().forEach(EventSubscriber::cancel);
  }

  void verify() {
    all.forEach(BusSubscriber::verify);
    early.forEach(BusSubscribers::verify);
  }

  private static void verify(EventSubscriber ear, ExpectedEvents expectedEvents) {
    Invariant.holds(ear.received().isEmpty(), "heard before it happened: %s", ear.received());
    boolean isInvalid = ear.failure() instanceof AnimusException.InvalidRequest;
    Invariant.holds(
        isInvalid, "not told that %d has not happened: %s", expectedEvents.from(), ear.failure());
  }
}

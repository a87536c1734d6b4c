package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tap of the event bus: every event is published at two addresses, for all and for one
 * conversation.
 */
final class BusTap {
  private final SimulatedWorld simulatedWorld;
  private final List<Consumer<ChatEvent>> listeners = new ArrayList<>();
  private final Set<ChatEvent> lost = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable ChatEvent half;
  private boolean faultless;

  BusTap(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
  }

  /** Stops losing events. */
  void stopLosing() {
    faultless = true;
  }

  /**
   * Whether the bus loses this event; delivery is best-effort, except to the addresses of
   * conversations.
   */
  boolean isLosing(ChatEvent event) {
    boolean loses = half == null && !faultless && simulatedWorld.has(WorldFeature.BUS_LISTENERS);
    if (loses && simulatedWorld.random().oneIn(60)) {
      simulatedWorld.counters().add("bus: lost");
      lost.add(event);
    }
    return isLost(event);
  }

  boolean isLost(ChatEvent event) {
    return lost.contains(event);
  }

  /** Receives each event once, while it is being published. */
  void subscribe(Consumer<ChatEvent> listener) {
    listeners.add(listener);
  }

  void onPublished(String address, ChatEvent event) {
    boolean second = half != null;
    ConversationVerifier conversationVerifier =
        simulatedWorld.registry().talk(event.conversationId());
    String expected = ChatEvents.ALL + (second ? "." + conversationVerifier.id() : "");
    Invariant.holds(address.equals(expected), "%s at %s", event, address);
    Invariant.holds(!second || half == event, "%s is not %s", event, half);
    half = second ? null : event;
    if (!second) {
      simulatedWorld.log().record(conversationVerifier.id(), event);
      conversationVerifier.onPublished(event);
    } else {
      listeners.forEach(listener -> listener.accept(event));
    }
  }
}

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

/** What the bus is given: everything twice, for all, and for one conversation. */
final class Tap {
  private final World world;
  private final List<Consumer<ChatEvent>> listeners = new ArrayList<>();
  private final Set<ChatEvent> lost = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable ChatEvent half;
  private boolean calm;

  Tap(World world) {
    this.world = world;
  }

  /** From now on, nothing is lost. */
  void calmDown() {
    calm = true;
  }

  /** A bus promises to do its best; so does this one, but not for one conversation. */
  boolean isLosing(ChatEvent event) {
    boolean loses = half == null && !calm && world.has(Trouble.BUS_LISTENERS);
    if (loses && world.chance().once(60)) {
      world.figures().add("bus: lost");
      lost.add(event);
    }
    return hasLost(event);
  }

  boolean hasLost(ChatEvent event) {
    return lost.contains(event);
  }

  /** Hears each event once, in the middle of its being published. */
  void add(Consumer<ChatEvent> listener) {
    listeners.add(listener);
  }

  void published(String address, ChatEvent event) {
    boolean second = half != null;
    Talk talk = world.register().talk(event.conversationId());
    String expected = ChatEvents.ALL + (second ? "." + talk.id() : "");
    Rule.that(address.equals(expected), "%s at %s", event, address);
    Rule.that(!second || half == event, "%s is not %s", event, half);
    half = second ? null : event;
    if (!second) {
      world.journal().note(talk.id(), event);
      talk.published(event);
    } else {
      listeners.forEach(listener -> listener.accept(event));
    }
  }
}

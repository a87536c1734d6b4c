package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.checks.simulation.Follower.Part;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Those who listen on the bus. They come at any time, go on where somebody stopped, and leave. */
final class Followers {
  private final World world;
  private final Chance chance;
  private final List<Follower> all = new ArrayList<>();
  private final Map<Listener, Part> early = new HashMap<>();

  Followers(World world) {
    this.world = world;
    this.chance = world.chance();
    if (world.has(Trouble.BUS_LISTENERS)) {
      world.tap().add(this::comeMeanwhile);
    }
  }

  /** Somebody begins to listen in the middle of an event being published. */
  private void comeMeanwhile(ChatEvent event) {
    if (chance.once(150)) {
      Talk talk = world.register().talk(event.conversationId());
      since(talk, world.clients().now().events(), event.sequence() - chance.upTo(1));
    }
  }

  /** Somebody begins to listen. */
  void come(Talk talk) {
    ChatEvents events = world.clients().now().events();
    switch (chance.upTo(9)) {
      case 0, 1 -> follow("bus: all", events.stream(), everything());
      case 2 -> followOne(talk, events);
      case 3 -> listen(talk, events);
      case 4 -> lookBack(talk, events);
      case 5 -> comeEarly(talk, events);
      case 6, 7 -> since(talk, events, last(talk));
      default -> since(talk, events, chance.upTo((int) talk.latest()));
    }
  }

  private void followOne(Talk talk, ChatEvents events) {
    Map<Talk, Part> part = Map.of(talk, Part.now(talk));
    follow("bus: one", events.of(talk.id()).stream(), part).but(world.tap()::hasLost);
  }

  private Map<Talk, Part> everything() {
    Map<Talk, Part> parts = new HashMap<>();
    world.register().talks().forEach(talk -> parts.put(talk, Part.now(talk)));
    return parts;
  }

  /** What somebody who left had heard last. */
  private long last(Talk talk) {
    return all.stream()
        .filter(follower -> follower.isOf(talk))
        .mapToLong(follower -> follower.last(talk))
        .filter(last -> last <= talk.latest())
        .reduce(0, (a, b) -> b);
  }

  private void since(Talk talk, ChatEvents events, long last) {
    Part part = new Part(talk.told(), last);
    String kind = last == talk.latest() ? "bus: since now" : "bus: since before";
    follow(kind, events.since(talk.id(), last), Map.of(talk, part));
  }

  private Follower follow(String kind, Flowable<ChatEvent> stream, Map<Talk, Part> parts) {
    world.figures().add(kind);
    Listener ear = listener();
    Follower follower = new Follower(ear, parts);
    all.add(follower);
    stream.subscribe(ear);
    perhapsLeave(follower);
    return follower;
  }

  private Listener listener() {
    Listener[] self = new Listener[1];
    Runnable slow =
        chance.once(2) ? null : () -> world.timers().after(1 + chance.upTo(900), self[0]::next);
    int patience = chance.once(3) ? 1 + chance.upTo(9) : Integer.MAX_VALUE;
    self[0] = new Listener(event -> {}, patience, slow);
    return self[0];
  }

  private void perhapsLeave(Follower follower) {
    if (chance.once(3)) {
      world.timers().after(chance.delay(20_000), follower::leave);
    }
  }

  /** Listens to one kind; what he does with it may fail, and he misses nothing by that. */
  private void listen(Talk talk, ChatEvents events) {
    world.figures().add("bus: one kind");
    Listener ear =
        new Listener(
            event -> world.mishaps().perhaps("a listener on the bus", 3), Integer.MAX_VALUE, null);
    Follower follower = new Follower(ear, Map.of(talk, Part.now(talk)));
    follower.but(event -> !(event instanceof MessageCompleted) || world.tap().hasLost(event));
    all.add(follower);
    follower.listening(events.of(talk.id()).on(MessageCompleted.class, ear::onNext));
    perhapsLeave(follower);
  }

  private static void lookBack(Talk talk, ChatEvents events) {
    long latest = events.latest(talk.id());
    Rule.that(latest == talk.latest(), "%d is the latest, not %d", talk.latest(), latest);
    int known = Deltas.heard(events.recent(talk.id()), talk.told());
    Rule.that(known == talk.told().size(), "only %d of %d are known", known, talk.told().size());
  }

  /** Asks for what comes after something that has not happened yet. */
  private void comeEarly(Talk talk, ChatEvents events) {
    if (talk.told().isEmpty()) {
      return;
    }
    world.figures().add("bus: too early");
    long future = talk.latest() + 1 + chance.upTo(3);
    Listener ear = listener();
    early.put(ear, new Part(talk.told(), future));
    events.since(talk.id(), future).subscribe(ear);
  }

  /** The client is closed, or the world at its end. */
  void leave() {
    all.forEach(Follower::leave);
    early.keySet().forEach(Listener::leave);
  }

  void judge() {
    all.forEach(Follower::judge);
    early.forEach(Followers::judge);
  }

  private static void judge(Listener ear, Part part) {
    Rule.that(ear.heard().isEmpty(), "heard before it happened: %s", ear.heard());
    boolean told = ear.failure() instanceof AnimusException.InvalidRequest;
    Rule.that(told, "not told that %d has not happened: %s", part.from(), ear.failure());
  }
}

package dev.animus4j.checks.simulation;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client, and everybody around it. All that happens follows from the seed. */
final class World {
  private final VirtualTime time = new VirtualTime();
  private final Timers client = time.timers();
  private final Timers others = time.timers();
  private final Journal journal = new Journal(time);
  private final Calls calls = new Calls(time, this::guarded);
  private final Map<String, Send> sends = new HashMap<>();
  private final Map<String, Talk> talks = new HashMap<>();
  private final List<Send> active = new ArrayList<>();
  private final Chance chance;
  private final Memory memory;
  private final Album album;
  private final Providers providers;
  private final Vertx vertx;
  private AnimusClient animus;
  private @Nullable ChatEvent halfPublished;
  private @Nullable Throwable failure;
  private final Set<Send> before = new HashSet<>();
  private boolean closed;
  private int asides;

  World(long seed, Vertx vertx) {
    this.chance = Chance.of(seed);
    this.vertx = vertx;
    this.memory = new Memory(chance, others);
    this.album = new Album(chance, others);
    this.providers = new Providers(this, others, calls);
    this.animus = connected();
  }

  /** A client that knows what is remembered, and nothing else. */
  private AnimusClient connected() {
    return AnimusClient.builder(vertx)
        .chatModel(providers.chat())
        .imageModel(providers.images())
        .attachments(album)
        .history(memory)
        .options(new Manners(chance).strict("none"))
        .clock(client)
        .random(chance.random())
        .build();
  }

  Calls calls() {
    return calls;
  }

  Chance chance() {
    return chance;
  }

  AnimusClient animus() {
    return animus;
  }

  Journal journal() {
    return journal;
  }

  Timers timers() {
    return others;
  }

  /** The message for whose sake a model is asked; null if it is asked by itself. */
  @Nullable Send send(String name) {
    return sends.get(name);
  }

  Talk talk(String id) {
    return talks.computeIfAbsent(id, any -> new Talk(id, time, memory, album));
  }

  void add(Talk talk, Send send) {
    talk.add(send);
    sends.put(send.name(), send);
    active.add(send);
  }

  List<Talk> talks() {
    return List.copyOf(talks.values());
  }

  /** What the bus was given, twice each: for all, and for one conversation. */
  void published(String address, ChatEvent event) {
    guarded(
        () -> {
          boolean second = halfPublished != null;
          Talk talk = talk(event.conversationId());
          String expected = ChatEvents.ALL + (second ? "." + talk.id() : "");
          Rule.that(address.equals(expected), "%s at %s", event, address);
          Rule.that(!second || halfPublished == event, "%s is not %s", event, halfPublished);
          halfPublished = second ? null : event;
          if (!second) {
            journal.note(talk.id(), event);
            talk.published(event);
          }
        });
  }

  /** Remembers the first thing that is wrong. */
  void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable broken) {
      failed(broken);
    }
  }

  void failed(Throwable broken) {
    failure = failure == null ? broken : failure;
  }

  /** Something is under way beside the exchanges. */
  void asideBegun() {
    asides++;
  }

  void asideEnded() {
    asides--;
  }

  /** Lives until nothing more is to happen. */
  void live() throws Throwable {
    while (failure == null && time.step()) {
      if (failure == null && !time.isBusy()) {
        judge();
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void judge() {
    active.removeIf(Send::isOver);
    calls.judge();
    for (Talk talk : talks.values()) {
      talk.judge(active.stream().filter(talk.sends()::contains).toList(), !closed);
    }
    if (isQuiet() && talks.values().stream().noneMatch(talk -> talk.shelf().isBusy())) {
      Rule.that(client.pending() == 0, "%d timers are left", client.pending());
      Rule.that(calls.open() == 0, "%d calls are left", calls.open());
    }
  }

  /** What must hold when nothing more happens. */
  void judgeAll() {
    for (Talk talk : talks.values()) {
      talk.judgeAll();
    }
  }

  /** Whether no exchange is under way, and nothing beside them. */
  boolean isQuiet() {
    return asides == 0 && active.stream().allMatch(Send::isOver);
  }

  boolean isClosed() {
    return closed;
  }

  void closes() {
    closed = true;
  }

  /** Whether it was sent by the client that is open now. */
  boolean isByThisClient(Send send) {
    return !closed && !before.contains(send);
  }

  /** Another client takes over. */
  void restart() {
    closed = false;
    before.addAll(sends.values());
    talks.values().forEach(Talk::beginAnew);
    animus = connected();
  }

  /** From now on everybody does what is expected. */
  void calmDown() {
    providers.calmDown();
    memory.calmDown();
    album.calmDown();
  }
}

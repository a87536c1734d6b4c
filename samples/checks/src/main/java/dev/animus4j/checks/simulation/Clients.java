package dev.animus4j.checks.simulation;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ClientBuilder;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The client, and those that take over when it is closed. */
final class Clients {
  private final World world;
  private final Vertx vertx;
  private final Chance chance;
  private final Set<Send> before = new HashSet<>();
  private AnimusClient animus;
  private boolean closing;
  private boolean closed;

  Clients(World world, Vertx vertx) {
    this.world = world;
    this.vertx = vertx;
    this.chance = world.chance();
    this.animus = connected();
  }

  /** A client that knows what is remembered, and nothing else. */
  private AnimusClient connected() {
    ClientBuilder builder =
        AnimusClient.builder(vertx)
            .chatModel(world.providers().chat())
            .imageModel(world.providers().images())
            .attachments(world.stores().album())
            .history(world.stores().history())
            .options(new Manners(world).strict("none"))
            .clock(world.inside())
            .random(new Dice(world));
    return world.sentinel().over(builder).build();
  }

  AnimusClient now() {
    return animus;
  }

  boolean isClosing() {
    return closing;
  }

  /** Whether all that was under way has come to its end. */
  boolean isClosed() {
    return closed;
  }

  /** Does this at once, or later on a context of Vert.x, as one of its callers would. */
  void call(Runnable step) {
    if (chance.once(6)) {
      world.figures().add("calls on a context");
      vertx.getOrCreateContext().runOnContext(now -> step.run());
    } else {
      step.run();
    }
  }

  /** Whether it was sent by the client there is now. */
  boolean isByThisClient(Send send) {
    return !before.contains(send);
  }

  /** At any time, and perhaps twice; once all is quiet, another one takes over. */
  void close() {
    if (closing) {
      return;
    }
    closing = true;
    world.journal().note("world", "closes");
    world.register().talks().forEach(Talk::stop);
    close(animus);
    if (chance.once(3)) {
      close(animus);
    }
    AnimusClient same = animus;
    if (chance.once(3)) {
      var unused = world.timers().after(chance.delay(40_000), () -> close(same));
    }
  }

  private void close(AnimusClient client) {
    world.figures().add("close");
    world.asideBegun();
    boolean present = client == animus;
    List<Send> open = world.register().active().stream().filter(s -> present).toList();
    List<String> drawings =
        world.register().talks().stream().flatMap(Talk::drawings).filter(id -> present).toList();
    var unused =
        client
            .close()
            .doFinally(world::asideEnded)
            .subscribe(() -> world.guarded(() -> ended(open, drawings)), world::failed);
  }

  private void ended(List<Send> open, List<String> drawings) {
    open.forEach(send -> Rule.that(send.isOver(), "the client is closed, but not %s", send));
    for (Talk talk : world.register().talks()) {
      boolean none = talk.drawings().noneMatch(drawings::contains);
      Rule.that(none, "the client is closed, pictures are being made: %s", drawings);
    }
    if (closing && !closed) {
      closed = true;
      reopen();
    }
  }

  private void reopen() {
    var unused = world.timers().after(1 + chance.upTo(2_000), () -> world.guarded(this::begin));
  }

  private void begin() {
    if (!world.isQuiet()) {
      reopen();
      return;
    }
    world.journal().note("world", "opens another client");
    closing = false;
    closed = false;
    before.addAll(world.register().all());
    world.beginAnew();
    animus = connected();
  }
}

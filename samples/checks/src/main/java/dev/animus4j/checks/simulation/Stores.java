package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Where a world keeps what was said and shown. */
final class Stores {
  private final World world;
  private final Map<String, Shelf> shelves = new HashMap<>();
  private final Duration limit;
  private final Shelves memory;
  private final Scribe scribe;
  private final Archive history;
  private final Album album;

  Stores(World world) {
    this.world = world;
    this.limit = Duration.ofSeconds(world.chance().any(5, 30));
    this.memory = new Shelves(world, this);
    this.scribe = new Scribe(world);
    this.history =
        new Archive(world, world.has(Trouble.SUMMARIES) ? memory.summarising(scribe) : memory);
    this.album = new Album(world);
  }

  History history() {
    return history;
  }

  Album album() {
    return album;
  }

  Shelf shelf(String conversation) {
    return shelves.computeIfAbsent(conversation, id -> new Shelf(this));
  }

  /** How long a store may take. */
  Duration limit() {
    return limit;
  }

  long now() {
    return world.now();
  }

  /** Whether something is being read or written, be it for somebody who has left. */
  boolean isBusy() {
    return album.isBusy() || shelves.values().stream().anyMatch(Shelf::isBusy);
  }

  boolean mayFail() {
    return memory.mayFail() || album.mayFail();
  }

  /** Somebody has changed what is remembered. */
  void edited(String conversation, UnaryOperator<List<Entry>> change, List<Entry> before) {
    List<Entry> after = shelf(conversation).all();
    world.guarded(
        () -> {
          if (history.isOfUser(change)) {
            scribe.disturbed(conversation);
          } else {
            scribe.written(conversation, before, after);
          }
        });
  }

  void judge(boolean holds, String rule) {
    world.guarded(() -> Rule.that(holds, rule));
  }

  void calmDown() {
    memory.calmDown();
    album.calmDown();
  }

  void judgeAll() {
    scribe.judgeAll();
  }
}

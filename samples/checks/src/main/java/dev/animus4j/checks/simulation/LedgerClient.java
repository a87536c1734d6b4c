package dev.animus4j.checks.simulation;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.image.store.ImageStore;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A client on the ledger of a world, until it is closed or crashes. */
final class LedgerClient {
  /** Deltas are stored within this time, in milliseconds. */
  private static final long DELTA_DELAY = 1_000;

  private final LedgerWorld world;
  private final String name;
  private final CrashableScheduler scheduler;
  private final AnimusClient client;
  private final List<Chat> chats = new ArrayList<>();
  private final Map<String, List<LedgerCall<?>>> calls = new HashMap<>();
  private long crashedAt = Long.MAX_VALUE;
  private boolean closing;
  private boolean closed;

  LedgerClient(LedgerWorld world, String name, Vertx vertx) {
    this.world = world;
    this.name = name;
    this.scheduler = new CrashableScheduler(world.newScheduler(), task -> world.runAs(this, task));
    this.client =
        AnimusClient.builder(vertx)
            .chatModel(world.models().chat(this))
            .imageModel(world.models().images(this))
            .imageStore(ImageStore.inMemory(1 << 20))
            .ledger(new UnreliableLedger(this, world, world.memory().reopen()))
            .options(ChatOptions.of("none", "Be kind."))
            .scheduler(scheduler)
            .random(world.random().random())
            .build();
    world.conversations().forEach(id -> chats.add(client.chat(id)));
  }

  LedgerWorld world() {
    return world;
  }

  AnimusClient client() {
    return client;
  }

  boolean hasCrashed() {
    return scheduler.isCrashed();
  }

  /** Whether it is neither closed nor crashed. */
  boolean isOpen() {
    return !closing && !hasCrashed();
  }

  void crash() {
    world.log().record(name, "crashes");
    world.counters().add("crash");
    crashedAt = world.now();
    scheduler.crash();
  }

  /** Closes it; that must come to an end, whatever the ledger does. */
  void close() {
    world.log().record(name, "is closed");
    world.counters().add("close");
    closing = true;
    var unused =
        client
            .closeAsync()
            .subscribe(
                () -> {
                  world.log().record(name, "has closed");
                  closed = true;
                },
                world::recordFailure);
  }

  /** Whether it is closed, and nothing of it is left. */
  void verifyClosed() {
    Invariant.holds(hasCrashed() || !closing || closed, "%s is never closed", name);
    int left = closed ? scheduler.pendingTasks() : 0;
    Invariant.holds(hasCrashed() || left == 0, "%s has %d timers left", name, left);
  }

  /** Releases what it holds of its Vert.x, without regard to what comes of it. */
  void revive() {
    scheduler.revive();
    var unused = client.closeAsync().subscribe(() -> {}, failure -> {});
  }

  void addCall(String conversation, LedgerCall<?> call) {
    calls.computeIfAbsent(conversation, any -> new ArrayList<>()).add(call);
  }

  /**
   * Whether a delta told at this time may be lost: by a crash, or a call that fails, unless the
   * ledger was idle long enough before.
   */
  boolean isLossExcused(String conversation, long toldAt) {
    List<LedgerCall<?>> all = calls.getOrDefault(conversation, List.of());
    return Stream.concat(
            Stream.of(crashedAt),
            all.stream().filter(LedgerCall::isFailed).map(call -> Math.min(call.end(), crashedAt)))
        .filter(loss -> loss != Long.MAX_VALUE && toldAt <= loss)
        .anyMatch(loss -> busySince(all, loss) - DELTA_DELAY <= toldAt);
  }

  private static long busySince(List<LedgerCall<?>> calls, long end) {
    long since = end;
    for (int i = calls.size() - 1; i >= 0; i--) {
      LedgerCall<?> call = calls.get(i);
      if (call.start() < since && call.end() >= since) {
        since = call.start();
      }
    }
    return since;
  }

  @Override
  public String toString() {
    return name;
  }
}

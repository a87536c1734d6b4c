package dev.animus4j.checks.simulation;

import io.vertx.core.Vertx;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client, and everybody around it. All that happens follows from the seed. */
final class World {
  private final VirtualTime time = new VirtualTime();
  private final Timers inside = time.timers();
  private final Timers timers = time.timers();
  private final Timers threads = time.timers();
  private final Journal journal = new Journal(time);
  private final Calls calls = new Calls(this);
  private final Register register = new Register(this);
  private final Figures figures;
  private final Chance chance;
  private final Set<Trouble> troubles;
  private final Mishaps mishaps;
  private final Stores stores;
  private final Providers providers;
  private final Sentinel sentinel;
  private final Tap tap;
  private final Studio studio;
  private final Followers followers;
  private final Clients clients;
  private @Nullable Throwable failure;
  private int asides;

  World(long seed, Vertx vertx, Figures figures) {
    this.figures = figures;
    this.chance = Chance.of(seed);
    this.troubles = Trouble.of(chance);
    this.mishaps = new Mishaps(this);
    this.stores = new Stores(this);
    this.providers = new Providers(this);
    this.sentinel = new Sentinel(this);
    this.tap = new Tap(this);
    this.studio = new Studio(this);
    this.followers = new Followers(this);
    this.clients = new Clients(this, vertx);
  }

  boolean has(Trouble trouble) {
    return troubles.contains(trouble);
  }

  Chance chance() {
    return chance;
  }

  /** The clock, and the timers, of everybody but the client. */
  Timers timers() {
    return timers;
  }

  /** Those of callers that are on threads of their own. */
  Timers threads() {
    return threads;
  }

  /** Those of the client. */
  Timers inside() {
    return inside;
  }

  long now() {
    return time.millis();
  }

  Journal journal() {
    return journal;
  }

  Figures figures() {
    return figures;
  }

  Mishaps mishaps() {
    return mishaps;
  }

  Calls calls() {
    return calls;
  }

  Stores stores() {
    return stores;
  }

  Providers providers() {
    return providers;
  }

  Sentinel sentinel() {
    return sentinel;
  }

  Tap tap() {
    return tap;
  }

  Studio studio() {
    return studio;
  }

  Followers followers() {
    return followers;
  }

  Clients clients() {
    return clients;
  }

  Register register() {
    return register;
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
    while (failure == null && step()) {
      if (failure == null && !time.isBusy()) {
        judge();
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** What was thrown on purpose ends the step, as it would end one of an event loop. */
  private boolean step() throws Throwable {
    try {
      return time.step();
    } catch (Throwable thrown) {
      if (mishaps.isMeant(thrown)) {
        guarded(() -> mishaps.judgeEscaped(thrown));
        return true;
      }
      throw thrown;
    }
  }

  private void judge() {
    calls.judge();
    sentinel.judge();
    stores.album().judge();
    register.talks().forEach(Talk::judge);
    if (register.active().isEmpty() && asides == 0 && !stores.isBusy()) {
      Rule.that(inside.pending() == 0, "%d timers are left", inside.pending());
      Rule.that(calls.open() == 0, "%d calls are left", calls.open());
    }
  }

  /** Whether no exchange is under way, and nothing beside them. */
  boolean isQuiet() {
    return asides == 0 && register.active().isEmpty();
  }

  /** Another client takes over. */
  void beginAnew() {
    followers.leave();
    register.talks().forEach(Talk::beginAnew);
  }

  /** From now on everybody does what is expected. */
  void calmDown() {
    mishaps.calmDown();
    providers.calmDown();
    stores.calmDown();
    sentinel.calmDown();
    tap.calmDown();
  }
}

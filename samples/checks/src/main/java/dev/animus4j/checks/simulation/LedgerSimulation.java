package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.exceptions.UndeliverableException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs worlds of clients on a ledger that fails, each of its own seed, one after the other. Only
 * one simulation runs in a JVM at a time, since undeliverable failures are global.
 */
public final class LedgerSimulation implements AutoCloseable {
  private static final int MESSAGES = 20;
  private static final long STEP = 100_000;

  private final Vertx vertx = Vertx.vertx();
  private final EventCounters counters = new EventCounters();
  private @Nullable LedgerWorld world;
  private long worlds;

  /** A simulation on this thread. */
  public LedgerSimulation() {}

  /**
   * Runs so many messages, or a few more.
   *
   * @throws AssertionError naming the seed of the world with the violation, and its log
   */
  public LedgerSimulation run(long firstSeed, long messages) {
    Handler<DeliveryContext<Object>> tap = this::tapDelivery;
    vertx.eventBus().addOutboundInterceptor(tap);
    RxJavaPlugins.setErrorHandler(this::onUndeliverable);
    RxJavaPlugins.setComputationSchedulerHandler(this::virtual);
    try {
      for (long seed = firstSeed; messages() < messages; seed++) {
        long step = messages() / STEP;
        runWorld(seed);
        if (messages() / STEP > step) {
          System.out.println(this);
        }
      }
    } finally {
      RxJavaPlugins.setErrorHandler(null);
      RxJavaPlugins.setComputationSchedulerHandler(null);
      vertx.eventBus().removeOutboundInterceptor(tap);
      world = null;
    }
    return this;
  }

  private Scheduler virtual(Scheduler real) {
    return world == null ? real : world.scheduler();
  }

  private long messages() {
    return counters.counts().getOrDefault("send", 0L);
  }

  private void tapDelivery(DeliveryContext<Object> delivery) {
    LedgerWorld current = world;
    if (current != null
        && delivery.body() instanceof ChatEvent event
        && delivery.message().address().equals(ChatEvents.ALL)) {
      counters.count(event, ChatEvents.ALL);
      current.onPublished(event);
    }
  }

  private void onUndeliverable(Throwable failure) {
    if (world != null && !(failure instanceof UndeliverableException)) {
      world.recordFailure(failure);
    }
  }

  private void runWorld(long seed) {
    LedgerWorld current = new LedgerWorld(seed, vertx, counters);
    LedgerPlan plan = new LedgerPlan(current, new LedgerUser(current, MESSAGES));
    world = current;
    try {
      plan.run();
    } catch (Throwable wrong) {
      throw new AssertionError(report(seed, current, wrong), wrong);
    }
    world = null;
    plan.release();
    worlds++;
  }

  private static String report(long seed, LedgerWorld world, Throwable broken) {
    return "%s%nin the ledger world of seed %d; repeat it with -Dsimulation.ledgerSeed=%d%n%s"
        .formatted(broken.getMessage(), seed, seed, world.log());
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  /** The counts by kind of event, outcome and failure. */
  public Map<String, Long> observed() {
    return counters.counts();
  }

  /** The totals, in one line. */
  @Override
  public String toString() {
    return "%d messages to clients on a ledger in %d worlds, %d events"
        .formatted(messages(), worlds, counters.events());
  }
}

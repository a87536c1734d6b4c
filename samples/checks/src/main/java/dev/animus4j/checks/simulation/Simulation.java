package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.exceptions.UndeliverableException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.internal.VertxBootstrap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs worlds, each of its own seed, one after the other. Only one simulation runs in a JVM at a
 * time, since undeliverable failures are global.
 */
public final class Simulation implements AutoCloseable {
  private static final int MESSAGES = 24;
  private static final long STEP = 100_000;

  private final Thread thread = Thread.currentThread();
  private final Vertx vertx;
  private final EventCounters eventCounters = new EventCounters();
  private @Nullable SimulatedWorld simulatedWorld;
  private long worlds;
  private boolean broken;

  /** A simulation on this thread, with a bus of its own that delivers in virtual time. */
  public Simulation() {
    this.vertx = VertxBootstrap.create().eventExecutorProvider(this::executor).init().vertx();
  }

  /** The executor of the contexts of a world; null for that of Vert.x itself. */
  private @Nullable Executor executor(Thread caller) {
    SimulatedWorld current = simulatedWorld;
    return current == null || caller != thread
        ? null
        : new VirtualEventLoop(current.random(), current.scheduler());
  }

  /**
   * Runs so many exchanges, or a few more.
   *
   * @throws AssertionError naming the seed of the world with the violation, and its log
   */
  public Simulation run(long firstSeed, long exchanges) {
    Handler<DeliveryContext<Object>> tap = this::tapDelivery;
    vertx.eventBus().addOutboundInterceptor(tap);
    RxJavaPlugins.setErrorHandler(this::onUndeliverable);
    RxJavaPlugins.setIoSchedulerHandler(real -> scheduler(real, SimulatedWorld::callerScheduler));
    RxJavaPlugins.setComputationSchedulerHandler(
        real -> scheduler(real, SimulatedWorld::scheduler));
    try {
      for (long seed = firstSeed; eventCounters.exchanges() < exchanges; seed++) {
        long step = eventCounters.exchanges() / STEP;
        runWorld(seed);
        if (eventCounters.exchanges() / STEP > step) {
          System.out.println(this);
        }
      }
    } finally {
      RxJavaPlugins.setErrorHandler(null);
      RxJavaPlugins.setIoSchedulerHandler(null);
      RxJavaPlugins.setComputationSchedulerHandler(null);
      vertx.eventBus().removeOutboundInterceptor(tap);
      simulatedWorld = null;
    }
    return this;
  }

  /** Runs the tasks of other schedulers in virtual time. */
  private Scheduler scheduler(Scheduler real, Function<SimulatedWorld, VirtualScheduler> virtual) {
    SimulatedWorld current = simulatedWorld;
    return current == null || Thread.currentThread() != thread ? real : virtual.apply(current);
  }

  private void tapDelivery(DeliveryContext<Object> delivery) {
    SimulatedWorld current = simulatedWorld;
    if (current != null && delivery.body() instanceof ChatEvent event) {
      String address = delivery.message().address();
      current.runVerified(() -> current.busTap().onPublished(address, event));
      eventCounters.count(event, address);
      if (current.busTap().isLosing(event)) {
        return;
      }
    }
    delivery.next();
  }

  /** Allows undeliverable failures only of models that ignore cancellation. */
  private void onUndeliverable(Throwable failure) {
    SimulatedWorld current = simulatedWorld;
    boolean expected = failure instanceof UndeliverableException;
    if (current != null && !expected && !current.injectedErrors().isIntended(failure)) {
      current.recordFailure(failure);
    }
  }

  private void runWorld(long seed) {
    SimulatedWorld current = new SimulatedWorld(seed, vertx, eventCounters);
    simulatedWorld = current;
    try {
      RandomUser randomUser = new RandomUser(current, MESSAGES);
      randomUser.actUntilDone();
      current.run();
      FinalInvariants.verify(current, randomUser);
    } catch (Throwable wrong) {
      broken = true;
      throw new AssertionError(failureReport(seed, current, wrong), wrong);
    }
    worlds++;
  }

  private static String failureReport(long seed, SimulatedWorld simulatedWorld, Throwable broken) {
    return "%s%nin the world of seed %d; repeat it with -Dsimulation.seed=%d%n%s"
        .formatted(broken.getMessage(), seed, seed, simulatedWorld.log());
  }

  /** Completes when all that it has opened is closed; in a broken world that may never be. */
  @Override
  public void close() {
    if (!broken) {
      vertx.close().await();
    }
  }

  /** The counts by kind of event, outcome and failure. */
  public Map<String, Long> observed() {
    return eventCounters.counts();
  }

  /** The totals, in one line. */
  @Override
  public String toString() {
    return "%d exchanges in %d worlds, %d events"
        .formatted(eventCounters.exchanges(), worlds, eventCounters.events());
  }
}

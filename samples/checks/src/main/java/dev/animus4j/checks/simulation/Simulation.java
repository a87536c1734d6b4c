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
 * World after world, each of its own seed, and each lived to its end. One at a time in a JVM, since
 * undeliverable failures are of nobody in particular.
 */
public final class Simulation implements AutoCloseable {
  private static final int MESSAGES = 24;
  private static final long STEP = 100_000;

  private final Thread thread = Thread.currentThread();
  private final Vertx vertx;
  private final Figures figures = new Figures();
  private @Nullable World world;
  private long worlds;
  private boolean broken;

  /** A simulation on this thread, with a bus of its own that delivers in virtual time. */
  public Simulation() {
    this.vertx = VertxBootstrap.create().eventExecutorProvider(this::executor).init().vertx();
  }

  /** What the contexts of a world run on; null for that of Vert.x itself. */
  private @Nullable Executor executor(Thread caller) {
    World current = world;
    return current == null || caller != thread
        ? null
        : new Line(current.chance(), current.timers());
  }

  /**
   * Lives through so many exchanges, or a few more.
   *
   * @throws AssertionError naming the seed of the world in which something is wrong, and what
   *     happened there
   */
  public Simulation run(long firstSeed, long exchanges) {
    Handler<DeliveryContext<Object>> tap = this::tap;
    vertx.eventBus().addOutboundInterceptor(tap);
    RxJavaPlugins.setErrorHandler(this::undeliverable);
    RxJavaPlugins.setIoSchedulerHandler(real -> scheduler(real, World::threads));
    RxJavaPlugins.setComputationSchedulerHandler(real -> scheduler(real, World::timers));
    try {
      for (long seed = firstSeed; figures.exchanges() < exchanges; seed++) {
        long step = figures.exchanges() / STEP;
        live(seed);
        if (figures.exchanges() / STEP > step) {
          System.out.println(this);
        }
      }
    } finally {
      RxJavaPlugins.setErrorHandler(null);
      RxJavaPlugins.setIoSchedulerHandler(null);
      RxJavaPlugins.setComputationSchedulerHandler(null);
      vertx.eventBus().removeOutboundInterceptor(tap);
      world = null;
    }
    return this;
  }

  /** What waits on threads of its own waits in virtual time here. */
  private Scheduler scheduler(Scheduler real, Function<World, Timers> virtual) {
    World current = world;
    return current == null || Thread.currentThread() != thread ? real : virtual.apply(current);
  }

  private void tap(DeliveryContext<Object> delivery) {
    World current = world;
    if (current != null && delivery.body() instanceof ChatEvent event) {
      String address = delivery.message().address();
      current.guarded(() -> current.tap().published(address, event));
      figures.count(event, address);
      if (current.tap().isLosing(event)) {
        return;
      }
    }
    delivery.next();
  }

  /** Models that go on when nobody listens may fail then; nobody else may. */
  private void undeliverable(Throwable failure) {
    World current = world;
    boolean meant = failure instanceof UndeliverableException;
    if (current != null && !meant && !current.mishaps().isMeant(failure)) {
      current.failed(failure);
    }
  }

  private void live(long seed) {
    World current = new World(seed, vertx, figures);
    world = current;
    try {
      User user = new User(current, MESSAGES);
      user.act();
      current.live();
      Ending.judge(current, user);
    } catch (Throwable wrong) {
      broken = true;
      throw new AssertionError(story(seed, current, wrong), wrong);
    }
    worlds++;
  }

  private static String story(long seed, World world, Throwable broken) {
    return "%s%nin the world of seed %d; repeat it with -Dsimulation.seed=%d%n%s"
        .formatted(broken.getMessage(), seed, seed, world.journal());
  }

  /** Done when all that it has opened is closed; in a broken world that may never be. */
  @Override
  public void close() {
    if (!broken) {
      vertx.close().await();
    }
  }

  /** How often each kind of event, end and failure was told. */
  public Map<String, Long> seen() {
    return figures.seen();
  }

  /** What was lived through, in one line. */
  @Override
  public String toString() {
    return "%d exchanges in %d worlds, %d events"
        .formatted(figures.exchanges(), worlds, figures.events());
  }
}

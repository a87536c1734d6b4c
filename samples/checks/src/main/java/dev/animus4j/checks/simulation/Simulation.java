package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import io.reactivex.rxjava3.exceptions.UndeliverableException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * World after world, each of its own seed, and each lived to its end. One at a time in a JVM, since
 * undeliverable failures are of nobody in particular.
 */
public final class Simulation {
  private static final int MESSAGES = 24;

  private final Vertx vertx;
  private final Figures figures = new Figures();
  private @Nullable World world;
  private long worlds;

  /** A simulation that publishes on the bus of {@code vertx}. */
  public Simulation(Vertx vertx) {
    this.vertx = vertx;
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
    try {
      for (long seed = firstSeed; figures.exchanges() < exchanges; seed++) {
        live(seed);
      }
    } finally {
      RxJavaPlugins.setErrorHandler(null);
      vertx.eventBus().removeOutboundInterceptor(tap);
    }
    return this;
  }

  private void tap(DeliveryContext<Object> delivery) {
    if (world != null && delivery.body() instanceof ChatEvent event) {
      String address = delivery.message().address();
      world.published(address, event);
      figures.count(event, address);
    }
  }

  /** Models that go on when nobody listens may fail then; nobody else may. */
  private void undeliverable(Throwable failure) {
    if (world != null && !(failure instanceof UndeliverableException)) {
      world.failed(failure);
    }
  }

  private void live(long seed) {
    World current = new World(seed, vertx);
    world = current;
    try {
      User user = new User(current, MESSAGES);
      user.act();
      current.live();
      Ending.judge(current, user);
    } catch (Throwable broken) {
      throw new AssertionError(story(seed, current, broken), broken);
    }
    worlds++;
  }

  private static String story(long seed, World world, Throwable broken) {
    return "%s%nin the world of seed %d; repeat it with -Dsimulation.seed=%d%n%s"
        .formatted(broken.getMessage(), seed, seed, world.journal());
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

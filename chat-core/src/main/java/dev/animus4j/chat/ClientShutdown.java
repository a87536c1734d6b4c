package dev.animus4j.chat;

import dev.animus4j.vertx.BlockedEventLoop;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shutdown of a client, which happens once, whoever starts it: running exchanges and image
 * generations end, and then what the client opened is closed.
 */
final class ClientShutdown {
  private static final Logger LOG = LoggerFactory.getLogger(AnimusClient.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PATIENCE_WITH_OTHER_CLOCK = Duration.ofSeconds(1);

  private final ActiveExchanges activeExchanges;
  private final @Nullable Scheduler clock;
  private final Completable end;

  /**
   * A shutdown that nobody has started.
   *
   * @param closeSteps what the client opened
   * @param clock of the conversations; null when they run on Vert.x contexts, in real time
   */
  ClientShutdown(
      Vertx vertx,
      ActiveExchanges activeExchanges,
      Completable closeSteps,
      @Nullable Scheduler clock) {
    this.activeExchanges = activeExchanges;
    this.clock = clock;
    Completable quiet = Completable.defer(this::endExchanges).cache();
    VertxCloseHook hook = new VertxCloseHook(vertx, untilQuiet(quiet), this::startUnwatched);
    this.end =
        quiet
            .andThen(closeSteps)
            .doOnError(e -> LOG.warn("Something that the client opened was not closed", e))
            .doFinally(hook::remove)
            .cache();
  }

  /** What waits for time to pass is not waited for if that is for somebody else to do. */
  private Completable untilQuiet(Completable quiet) {
    return clock instanceof TestScheduler virtual
        ? Completable.fromAction(virtual::triggerActions)
        : quiet;
  }

  private Completable endExchanges() {
    activeExchanges.close().forEach(chat -> chat.exchanges().interruptAll("closed"));
    activeExchanges.cancelWaiting();
    return activeExchanges.termination();
  }

  private void startUnwatched() {
    var unused = end.subscribe(() -> {}, logged -> {});
  }

  /** Starts it, unless it has started; completes when it is over. */
  Completable start() {
    startUnwatched();
    return Completable.defer(
        () -> {
          BlockedEventLoop.check();
          return end;
        });
  }

  /**
   * Starts it and waits for its end: not on an event loop, which may have to deliver it, and not
   * for time to pass that only this thread may advance.
   */
  void startAndWait() {
    Completable closed = start();
    if (!Context.isOnEventLoopThread()) {
      if (clock instanceof TestScheduler virtual) {
        virtual.triggerActions();
      }
      if (!(clock instanceof TestScheduler) || activeExchanges.isTerminated()) {
        await(closed, clock == null ? PATIENCE : PATIENCE_WITH_OTHER_CLOCK);
      }
    }
  }

  private static void await(Completable closed, Duration patience) {
    CountDownLatch over = new CountDownLatch(1);
    var unused = closed.onErrorComplete().subscribe(over::countDown);
    try {
      if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The client is not closed yet, after {} s", patience.toSeconds());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

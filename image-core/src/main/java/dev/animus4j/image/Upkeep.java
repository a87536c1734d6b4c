package dev.animus4j.image;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the directory of a store within its retention, away from the event loops. */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(FileImageStore.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final Path directory;
  private final @Nullable Retention retention;
  private final Lending lending;
  private final Seldom seldom = new Seldom(INTERVAL, System::nanoTime);
  private final AtomicBoolean failed = new AtomicBoolean();

  Upkeep(Vertx vertx, Path directory, @Nullable Retention retention, Lending lending) {
    this.vertx = vertx;
    this.directory = directory;
    this.retention = retention;
    this.lending = lending;
  }

  /** The same directory, kept within this. */
  Upkeep keeping(Retention retention) {
    return new Upkeep(vertx, directory, retention, lending);
  }

  Lending lending() {
    return lending;
  }

  /** Sweeps if it was long ago. Nobody waits for it, and it does not fail. */
  void written() {
    if (retention != null && seldom.isDue()) {
      sweep().onFailure(this::tell);
    }
  }

  /** Sweeps, if there is anything to keep within. */
  Future<Void> sweep() {
    return retention == null
        ? Future.succeededFuture()
        : Future.succeededFuture(new Sweep(retention, lending, Instant.now()))
            .compose(sweep -> vertx.executeBlocking(() -> sweep.through(directory), false));
  }

  /** Logs the first failure. */
  void tell(Throwable failure) {
    if (failed.compareAndSet(false, true)) {
      LOG.warn("Cannot remove old pictures from {}, and will not say so again", directory, failure);
    }
  }
}

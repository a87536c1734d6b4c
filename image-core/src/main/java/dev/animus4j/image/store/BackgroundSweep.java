package dev.animus4j.image.store;

import io.reactivex.rxjava3.core.Completable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background task that keeps the directory of a store within its retention, off the event loops.
 */
final class BackgroundSweep {
  private static final Logger LOG = LoggerFactory.getLogger(FileImageStore.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Path directory;
  private final @Nullable Retention retention;
  private final ReadLeases readLeases;
  private final Throttle throttle = new Throttle(INTERVAL, System::nanoTime);
  private final AtomicBoolean failed = new AtomicBoolean();

  BackgroundSweep(Path directory, @Nullable Retention retention, ReadLeases readLeases) {
    this.directory = directory;
    this.retention = retention;
    this.readLeases = readLeases;
  }

  /** Returns a task for the same directory with this retention. */
  BackgroundSweep withRetention(Retention retention) {
    return new BackgroundSweep(directory, retention, readLeases);
  }

  ReadLeases readLeases() {
    return readLeases;
  }

  /** Sweeps in the background if the last sweep is long enough ago; failures are logged. */
  void sweepIfDue() {
    if (retention != null && throttle.tryAcquire()) {
      var unused = sweep().subscribe(() -> {}, this::logFirst);
    }
  }

  /** Sweeps, if there is a retention. */
  Completable sweep() {
    return retention == null
        ? Completable.complete()
        : SweepRunner.sweep(directory, new SweepRunner.SweepRequest(retention, readLeases));
  }

  /** Logs the first failure. */
  void logFirst(Throwable failure) {
    if (failed.compareAndSet(false, true)) {
      LOG.warn("Cannot remove old pictures from {}, and will not say so again", directory, failure);
    }
  }
}

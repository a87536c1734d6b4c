package dev.animus4j.image;

import io.reactivex.rxjava3.core.Completable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the directory of a store within its retention, away from the event loops. */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(FileImageStore.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Path directory;
  private final @Nullable Retention retention;
  private final Lending lending;
  private final Seldom seldom = new Seldom(INTERVAL, System::nanoTime);
  private final AtomicBoolean failed = new AtomicBoolean();

  Upkeep(Path directory, @Nullable Retention retention, Lending lending) {
    this.directory = directory;
    this.retention = retention;
    this.lending = lending;
  }

  /** The same directory, kept within this. */
  Upkeep keeping(Retention retention) {
    return new Upkeep(directory, retention, lending);
  }

  Lending lending() {
    return lending;
  }

  /** Sweeps if it was long ago. Nobody waits for it, and it does not fail. */
  void written() {
    if (retention != null && seldom.isDue()) {
      var unused = sweep().subscribe(() -> {}, this::tell);
    }
  }

  /** Sweeps, if there is anything to keep within. */
  Completable sweep() {
    return retention == null
        ? Completable.complete()
        : Sweeps.through(directory, new Sweeps.Order(retention, lending));
  }

  /** Logs the first failure. */
  void tell(Throwable failure) {
    if (failed.compareAndSet(false, true)) {
      LOG.warn("Cannot remove old pictures from {}, and will not say so again", directory, failure);
    }
  }
}

package dev.animus4j.image.store;

import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Queue of sweeps for one directory: one sweep runs at a time, because each of two would count
 * files that the other is just removing. A request that comes during a sweep waits for the next,
 * which all equal requests share.
 */
final class SweepRunner {
  /**
   * The sweeps by real path of their directory, while it is being swept. Shared by the JVM:
   * independent stores may have the same directory.
   */
  private static final ConcurrentMap<Path, SweepRunner> RUNNING = new ConcurrentHashMap<>();

  private final Map<SweepRequest, CompletableSubject> pending = new LinkedHashMap<>();

  private SweepRunner() {}

  /** The retention to apply, and the read leases to respect. */
  record SweepRequest(Retention retention, ReadLeases lending) {
    private void run(Path directory, CompletableSubject completion) {
      try {
        new RetentionSweep(retention, lending, Instant.now()).run(directory);
        completion.onComplete();
      } catch (Throwable thrown) {
        completion.onError(FaultIsolation.failure(thrown));
      }
    }
  }

  /**
   * Sweeps on an RxJava io thread, and ends on such a thread. A requested sweep runs even when its
   * subscriber has cancelled.
   */
  static Completable sweep(Path directory, SweepRequest sweepRequest) {
    return Completable.defer(
            () -> {
              CompletableSubject completion = CompletableSubject.create();
              var unused =
                  Schedulers.io().scheduleDirect(() -> start(directory, sweepRequest, completion));
              return completion;
            })
        .observeOn(Schedulers.io());
  }

  private static void start(
      Path directory, SweepRequest sweepRequest, CompletableSubject completion) {
    try {
      if (Files.isDirectory(directory)) {
        enqueueAndDrain(directory.toRealPath(), sweepRequest, completion);
      } else {
        completion.onComplete();
      }
    } catch (IOException | RuntimeException unreachable) {
      completion.onError(unreachable);
    }
  }

  private static void enqueueAndDrain(
      Path real, SweepRequest sweepRequest, CompletableSubject completion) {
    AtomicBoolean first = new AtomicBoolean();
    RUNNING.compute(
        real,
        (same, existing) -> {
          first.set(existing == null);
          SweepRunner sweeps = existing == null ? new SweepRunner() : existing;
          sweeps
              .pending
              .computeIfAbsent(sweepRequest, none -> CompletableSubject.create())
              .subscribe(completion);
          return sweeps;
        });
    Runnable next = first.get() ? nextSweep(real) : null;
    while (next != null) {
      next.run();
      next = nextSweep(real);
    }
  }

  /** Returns the next sweep of a directory; null when there is none, and its entry is removed. */
  private static @Nullable Runnable nextSweep(Path real) {
    AtomicReference<@Nullable Runnable> next = new AtomicReference<>();
    RUNNING.computeIfPresent(
        real,
        (same, sweeps) -> {
          Iterator<Map.Entry<SweepRequest, CompletableSubject>> requests =
              sweeps.pending.entrySet().iterator();
          if (!requests.hasNext()) {
            return null;
          }
          Map.Entry<SweepRequest, CompletableSubject> request = requests.next();
          requests.remove();
          next.set(() -> request.getKey().run(real, request.getValue()));
          return sweeps;
        });
    return next.get();
  }
}

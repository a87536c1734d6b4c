package dev.animus4j.image;

import dev.animus4j.failure.Isolation;
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
 * What is to be swept of one directory: one sweep at a time, for each of two would count as left
 * what the other is just removing. Whoever asks for one while another is under way waits for the
 * next, and all who ask for the same share it.
 */
final class Sweeps {
  /**
   * By where a directory really is, and only while it is being swept. The JVM's, and not a store's:
   * stores that know nothing of each other may have the same directory.
   */
  private static final ConcurrentMap<Path, Sweeps> UNDER_WAY = new ConcurrentHashMap<>();

  private final Map<Order, CompletableSubject> due = new LinkedHashMap<>();

  private Sweeps() {}

  /** What to keep within, and who reads there. */
  record Order(Retention retention, Lending lending) {
    private void carryOut(Path directory, CompletableSubject end) {
      try {
        new Sweep(retention, lending, Instant.now()).through(directory);
        end.onComplete();
      } catch (Throwable thrown) {
        end.onError(Isolation.failure(thrown));
      }
    }
  }

  /**
   * Sweeps on a thread of RxJava's that may block and belongs to nobody; ends on such a thread.
   * What has been asked for is done, also when nobody waits for it any longer.
   */
  static Completable through(Path directory, Order order) {
    return Completable.defer(
            () -> {
              CompletableSubject end = CompletableSubject.create();
              var unused = Schedulers.io().scheduleDirect(() -> attempt(directory, order, end));
              return end;
            })
        .observeOn(Schedulers.io());
  }

  private static void attempt(Path directory, Order order, CompletableSubject end) {
    try {
      if (Files.isDirectory(directory)) {
        take(directory.toRealPath(), order, end);
      } else {
        end.onComplete();
      }
    } catch (IOException | RuntimeException unreachable) {
      end.onError(unreachable);
    }
  }

  private static void take(Path real, Order order, CompletableSubject end) {
    AtomicBoolean first = new AtomicBoolean();
    UNDER_WAY.compute(
        real,
        (same, known) -> {
          first.set(known == null);
          Sweeps here = known == null ? new Sweeps() : known;
          here.due.computeIfAbsent(order, none -> CompletableSubject.create()).subscribe(end);
          return here;
        });
    Runnable next = first.get() ? next(real) : null;
    while (next != null) {
      next.run();
      next = next(real);
    }
  }

  /** The next sweep of a directory; null when there is none, after which somebody may be first. */
  private static @Nullable Runnable next(Path real) {
    AtomicReference<@Nullable Runnable> next = new AtomicReference<>();
    UNDER_WAY.computeIfPresent(
        real,
        (same, here) -> {
          Iterator<Map.Entry<Order, CompletableSubject>> orders = here.due.entrySet().iterator();
          if (!orders.hasNext()) {
            return null;
          }
          Map.Entry<Order, CompletableSubject> order = orders.next();
          orders.remove();
          next.set(() -> order.getKey().carryOut(real, order.getValue()));
          return here;
        });
    return next.get();
  }
}

package dev.animus4j.resilience;

import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.SerialDrainQueue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limiter for the bytes that all requests in flight may hold in memory. Requests without room wait
 * in the order in which they came; a request that ends or is cancelled makes room for the next.
 * Thread-safe.
 */
public final class InFlightByteLimiter {
  private final long capacity;
  private final Deque<Place> waiting = new ArrayDeque<>();

  /** Completes the entries of admitted places one after the other, never nested. */
  private final SerialDrainQueue entries = new SerialDrainQueue();

  private long used;

  /** Creates a limiter for this many bytes. */
  public InFlightByteLimiter(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("not a number of bytes: " + most);
    }
    this.capacity = most;
  }

  /** The limit in bytes. */
  public long capacity() {
    return capacity;
  }

  /**
   * Waits for room for this many bytes, and then subscribes to the stream that {@code use} returns.
   * The room is released when that stream completes, fails or is cancelled. A request for more
   * bytes than the limit reserves the limit.
   */
  public <T> Flowable<T> reserve(long bytes, Function<Place, Flowable<T>> use) {
    return Flowable.using(
        () -> new Place(Math.min(bytes, capacity)),
        place -> place.admission().andThen(Flowable.defer(() -> use.apply(place))),
        Place::release);
  }

  private synchronized void enqueue(Place place) {
    waiting.add(place);
    admit();
  }

  private synchronized void free(Place place, long bytes) {
    if (waiting.remove(place)) {
      place.bytes = 0;
    } else {
      place.bytes -= bytes;
      used -= bytes;
    }
    admit();
  }

  private void admit() {
    while (!waiting.isEmpty() && used + waiting.element().bytes <= capacity) {
      Place next = waiting.remove();
      used += next.bytes;
      entries.add(next.entry::onComplete);
    }
  }

  /** Room that a request holds or waits for. */
  public final class Place {
    private final CompletableSubject entry = CompletableSubject.create();
    private long bytes;

    private Place(long bytes) {
      this.bytes = bytes;
    }

    private Completable admission() {
      enqueue(this);
      entries.drain();
      Scheduler caller = entry.hasComplete() ? null : CallerContext.scheduler();
      return caller == null ? entry : entry.observeOn(caller);
    }

    /** Shrinks the reservation to this many bytes. */
    public void shrinkTo(long bytes) {
      long spare = this.bytes - bytes;
      if (spare > 0) {
        free(this, spare);
        entries.drain();
      }
    }

    private void release() {
      free(this, bytes);
      entries.drain();
    }
  }
}

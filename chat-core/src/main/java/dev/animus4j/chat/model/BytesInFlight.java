package dev.animus4j.chat.model;

import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many bytes of pictures may be in memory for requests under way, in all. Those for which there
 * is no room wait, in the order in which they came; whoever leaves, or is over, makes room for the
 * next. Safe to use from any thread.
 */
final class BytesInFlight {
  private final long most;
  private final Deque<Place> waiting = new ArrayDeque<>();
  private final Queue<Place> admitted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger turns = new AtomicInteger();
  private long taken;

  BytesInFlight(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("not a number of bytes: " + most);
    }
    this.most = most;
  }

  long most() {
    return most;
  }

  /**
   * What this makes of its place, once there is room for so many bytes, or for all there may be.
   */
  <T> Flowable<T> with(long bytes, Function<Place, Flowable<T>> use) {
    return Flowable.using(
        () -> new Place(Math.min(bytes, most)),
        place -> place.entered().andThen(Flowable.defer(() -> use.apply(place))),
        Place::leave);
  }

  private synchronized void enter(Place place) {
    waiting.add(place);
    admit();
  }

  private synchronized void give(Place place, long bytes) {
    if (waiting.remove(place)) {
      place.bytes = 0;
    } else {
      place.bytes -= bytes;
      taken -= bytes;
    }
    admit();
  }

  private void admit() {
    while (!waiting.isEmpty() && taken + waiting.element().bytes <= most) {
      Place next = waiting.remove();
      taken += next.bytes;
      admitted.add(next);
    }
  }

  /** One after the other, so that nobody's end runs within another one's. */
  private void tell() {
    int missed = turns.getAndIncrement() == 0 ? 1 : 0;
    while (missed != 0) {
      for (Place next = admitted.poll(); next != null; next = admitted.poll()) {
        next.entry.onComplete();
      }
      missed = turns.addAndGet(-missed);
    }
  }

  /** Room that somebody has, or waits for. */
  final class Place {
    private final CompletableSubject entry = CompletableSubject.create();
    private long bytes;

    private Place(long bytes) {
      this.bytes = bytes;
    }

    private Completable entered() {
      enter(this);
      tell();
      Scheduler caller = entry.hasComplete() ? null : CallerContext.scheduler();
      return caller == null ? entry : entry.observeOn(caller);
    }

    /** Makes do with so many bytes; the rest is for others. */
    void needs(long bytes) {
      long spare = this.bytes - bytes;
      if (spare > 0) {
        give(this, spare);
        tell();
      }
    }

    private void leave() {
      give(this, bytes);
      tell();
    }
  }
}

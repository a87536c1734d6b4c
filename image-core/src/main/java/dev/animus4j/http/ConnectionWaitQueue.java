package dev.animus4j.http;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Queue of calls that wait for a connection, first come, first served per origin. The queue of the
 * platform is not used, because a cancelled call would keep its place and its request there until a
 * connection is free; calls enter that one only for the moment in which a connection is given back.
 */
final class ConnectionWaitQueue {
  private final int connections;
  private final int waiting;
  private final Map<Origin, OriginQueue> queues = new ConcurrentHashMap<>();

  ConnectionWaitQueue(HttpOptions options) {
    this.connections = options.connections();
    this.waiting = options.waiting();
  }

  /** Host, port and scheme that connections lead to. */
  private record Origin(@Nullable String host, int port, boolean secure) {}

  /** The waiting calls and the number of connections of one origin. */
  private static final class OriginQueue {
    private final Set<Place> places = new LinkedHashSet<>();
    private int used;
  }

  /**
   * Enqueues a call for a connection.
   *
   * @param granted run when one is released, on the thread that releases it; not run if {@link
   *     Place#isGrantedImmediately()}
   * @throws ConnectionPoolTooBusyException when too many calls wait already
   */
  Place enqueue(HttpCall call, Runnable granted) throws ConnectionPoolTooBusyException {
    Place place = new Place(call, granted);
    queues.compute(
        place.origin, (origin, queue) -> admit(queue == null ? new OriginQueue() : queue, place));
    if (place.refused) {
      throw new ConnectionPoolTooBusyException("too many calls wait for a connection");
    }
    return place;
  }

  private OriginQueue admit(OriginQueue queue, Place place) {
    if (queue.used < connections) {
      queue.used++;
      place.granted = true;
      place.grantedImmediately = true;
    } else if (queue.places.size() < waiting) {
      queue.places.add(place);
    } else {
      place.refused = true;
    }
    return queue;
  }

  /** One call's place in the queue, and then its connection. */
  final class Place {
    private final Origin origin;
    private final Runnable onGranted;
    private final AtomicBoolean released = new AtomicBoolean();
    private boolean granted;
    private boolean grantedImmediately;
    private boolean refused;

    private Place(HttpCall call, Runnable onGranted) {
      this.origin = new Origin(call.host(), call.port(), call.isSecure());
      this.onGranted = onGranted;
    }

    /** Whether a connection was free when the call was enqueued. */
    boolean isGrantedImmediately() {
      return grantedImmediately;
    }

    /** Releases the place, or gives the connection to the next call. Only the first call counts. */
    void release() {
      if (released.compareAndSet(false, true)) {
        Place[] next = new Place[1];
        queues.compute(origin, (same, queue) -> queue == null ? null : removeFrom(queue, next));
        if (next[0] != null) {
          next[0].onGranted.run();
        }
      }
    }

    private @Nullable OriginQueue removeFrom(OriginQueue queue, @Nullable Place[] next) {
      if (!granted) {
        queue.places.remove(this);
      } else if (queue.places.isEmpty()) {
        queue.used--;
      } else {
        next[0] = queue.places.iterator().next();
        queue.places.remove(next[0]);
        next[0].granted = true;
      }
      return queue.used == 0 && queue.places.isEmpty() ? null : queue;
    }
  }
}

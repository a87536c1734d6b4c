package dev.animus4j.http;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for a connection to one origin, first come, first served. Ours, because who
 * leaves the platform's queue keeps the place and the request in it until a connection is there:
 * nobody waits in that one but for the moment in which a connection is given back.
 */
final class ConnectionQueue {
  private final int connections;
  private final int waiting;
  private final Map<Origin, Line> lines = new ConcurrentHashMap<>();

  ConnectionQueue(HttpOptions options) {
    this.connections = options.connections();
    this.waiting = options.waiting();
  }

  /** Where connections lead. */
  private record Origin(String host, int port, boolean secure) {}

  /** Who waits for connections to one origin, and how many there are. */
  private static final class Line {
    private final Set<Place> places = new LinkedHashSet<>();
    private int used;
  }

  /**
   * Lines up for a connection.
   *
   * @param granted is run when one is given back, on the thread of whoever did; not if it {@link
   *     Place#isGrantedAtOnce()}
   * @throws ConnectionPoolTooBusyException when too many wait already
   */
  Place enter(HttpCall call, Runnable granted) throws ConnectionPoolTooBusyException {
    Place place = new Place(call, granted);
    lines.compute(place.origin, (origin, line) -> placed(line == null ? new Line() : line, place));
    if (place.refused) {
      throw new ConnectionPoolTooBusyException("too many calls wait for a connection");
    }
    return place;
  }

  private Line placed(Line line, Place place) {
    if (line.used < connections) {
      line.used++;
      place.granted = true;
      place.atOnce = true;
    } else if (line.places.size() < waiting) {
      line.places.add(place);
    } else {
      place.refused = true;
    }
    return line;
  }

  /** One call's place in the queue, and then its connection. */
  final class Place {
    private final Origin origin;
    private final Runnable begin;
    private final AtomicBoolean left = new AtomicBoolean();
    private boolean granted;
    private boolean atOnce;
    private boolean refused;

    private Place(HttpCall call, Runnable begin) {
      this.origin = new Origin(call.url().getHost(), call.port(), call.isSecure());
      this.begin = begin;
    }

    /** Whether there was a connection to be had when it came. */
    boolean isGrantedAtOnce() {
      return atOnce;
    }

    /** Gives the place, or the connection, to whoever is next. Only the first time counts. */
    void leave() {
      if (left.compareAndSet(false, true)) {
        Place[] next = new Place[1];
        lines.compute(origin, (same, line) -> line == null ? null : without(line, next));
        if (next[0] != null) {
          next[0].begin.run();
        }
      }
    }

    private @Nullable Line without(Line line, @Nullable Place[] next) {
      if (!granted) {
        line.places.remove(this);
      } else if (line.places.isEmpty()) {
        line.used--;
      } else {
        next[0] = line.places.iterator().next();
        line.places.remove(next[0]);
        next[0].granted = true;
      }
      return line.used == 0 && line.places.isEmpty() ? null : line;
    }
  }
}

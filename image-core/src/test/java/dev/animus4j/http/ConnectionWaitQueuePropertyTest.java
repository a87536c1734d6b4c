package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ConnectionWaitQueuePropertyTest {
  private static final HttpCall CALL =
      Endpoint.of("acme", "http://127.0.0.1", Credentials.none(), HttpFixture.PATIENT).get("x");

  /** Whoever comes and leaves when, no more than there are connections have one, in order. */
  @Property
  void connectionsAreTakenInOrderAndNoneIsLost(
      @ForAll @IntRange(min = 1, max = 3) int connections,
      @ForAll @IntRange(min = 1, max = 4) int waiting,
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> steps) {
    HttpOptions options = HttpOptions.defaults().withConnections(connections).withWaiting(waiting);
    ModelQueue modelQueue = new ModelQueue(new ConnectionWaitQueue(options), connections, waiting);
    steps.forEach(modelQueue::step);
    while (!modelQueue.present.isEmpty()) {
      modelQueue.leave(modelQueue.present.size() - 1);
    }
    for (int i = 0; i < connections; i++) {
      assertThat(modelQueue.enter()).isTrue();
      assertThat(modelQueue.served).hasSize(i + 1);
    }
  }

  /** Those in a queue, as it is and as it should be. */
  private static final class ModelQueue {
    private final ConnectionWaitQueue queue;
    private final int connections;
    private final int waiting;
    private final List<Integer> present = new ArrayList<>();
    private final List<ConnectionWaitQueue.Place> places = new ArrayList<>();
    private final List<Integer> served = new ArrayList<>();
    private int number;

    ModelQueue(ConnectionWaitQueue queue, int connections, int waiting) {
      this.queue = queue;
      this.connections = connections;
      this.waiting = waiting;
    }

    void step(int chance) {
      if (chance < 6) {
        boolean room = present.size() < connections + waiting;
        assertThat(enter()).isEqualTo(room);
      } else if (!present.isEmpty()) {
        leave(chance % present.size());
      }
      assertThat(served).containsExactlyElementsOf(firsts());
    }

    boolean enter() {
      int who = number++;
      try {
        ConnectionWaitQueue.Place place = queue.enqueue(CALL, () -> served.add(who));
        places.add(place);
        present.add(who);
        if (place.isGrantedImmediately()) {
          served.add(who);
        }
        return true;
      } catch (ConnectionPoolTooBusyException full) {
        return false;
      }
    }

    void leave(int index) {
      int who = present.remove(index);
      served.remove((Integer) who);
      ConnectionWaitQueue.Place place = places.remove(index);
      place.release();
      place.release();
    }

    /** As many as there are connections, of those who came first. */
    private List<Integer> firsts() {
      return present.subList(0, Math.min(connections, present.size()));
    }
  }
}

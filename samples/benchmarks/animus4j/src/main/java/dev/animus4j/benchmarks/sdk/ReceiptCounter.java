package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Op;
import java.util.ArrayDeque;
import java.util.Deque;

/** Waits for so many events, each received at two addresses. Confined to one event loop. */
final class ReceiptCounter {
  private final Deque<Op.Done> waiting = new ArrayDeque<>();
  private int batch;
  private int missing;

  void expect(Op.Done done, int events) {
    waiting.add(done);
    batch = 2 * events;
    missing = missing == 0 ? batch : missing;
  }

  void receive() {
    missing--;
    if (missing == 0) {
      missing = waiting.size() > 1 ? batch : 0;
      waiting.remove().ok(batch / 2);
    }
  }
}

package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.Op;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Times the operations that end while it is told to. */
final class TimedOp {
  private static final int MOST = 1 << 20;
  private static final int MOST_SLOTS = 64;

  private final Op op;
  private final long[] started = new long[MOST_SLOTS];
  private final AtomicLongArray nanos = new AtomicLongArray(MOST);
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean isTiming;

  TimedOp(Op untimed) {
    Op ended = new AcknowledgedOp(untimed, this::onEnd).op();
    this.op = ended instanceof Op.Async async ? timed(async) : timed((Op.Blocking) ended);
  }

  Op op() {
    return op;
  }

  private Op.Async timed(Op.Async async) {
    return (slot, done) -> {
      started[slot] = System.nanoTime();
      async.run(slot, done);
    };
  }

  private Op.Blocking timed(Op.Blocking blocking) {
    return slot -> {
      started[slot] = System.nanoTime();
      return blocking.run(slot);
    };
  }

  private void onEnd(int slot, long units) {
    if (isTiming) {
      int at = count.getAndIncrement();
      if (at < MOST) {
        nanos.set(at, System.nanoTime() - started[slot]);
      }
    }
  }

  void begin() {
    isTiming = true;
  }

  void end() {
    isTiming = false;
  }

  /** Milliseconds. */
  Map<String, Double> percentiles() {
    long[] sorted = new long[Math.min(count.get(), MOST)];
    Arrays.setAll(sorted, nanos::get);
    Arrays.sort(sorted);
    return Map.of("p50", at(sorted, 0.5), "p99", at(sorted, 0.99));
  }

  static double at(long[] sorted, double share) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e6;
  }
}

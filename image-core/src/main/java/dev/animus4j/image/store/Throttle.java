package dev.animus4j.image.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Throttle that grants the first permit at once, and then at most one within each interval. */
final class Throttle {
  private final long interval;
  private final LongSupplier nanoTime;
  private final AtomicLong nextDue;

  Throttle(Duration interval, LongSupplier nanoTime) {
    this.interval = interval.toNanos();
    this.nanoTime = nanoTime;
    this.nextDue = new AtomicLong(nanoTime.getAsLong());
  }

  boolean tryAcquire() {
    long now = nanoTime.getAsLong();
    long due = nextDue.get();
    return now - due >= 0 && nextDue.compareAndSet(due, now + interval);
  }
}

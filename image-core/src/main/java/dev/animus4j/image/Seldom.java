package dev.animus4j.image;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Says yes the first time it is asked, and then at most once within each interval. */
final class Seldom {
  private final long interval;
  private final LongSupplier nanoTime;
  private final AtomicLong next;

  Seldom(Duration interval, LongSupplier nanoTime) {
    this.interval = interval.toNanos();
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  boolean isDue() {
    long now = nanoTime.getAsLong();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + interval);
  }
}

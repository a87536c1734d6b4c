package dev.animus4j.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A time during which nothing is let through; it can be made longer, or ended. */
final class Pause {
  private final LongSupplier nanos;
  private final AtomicLong end;

  /**
   * @param nanos the clock; it does not go back, and its origin is of no meaning
   */
  Pause(LongSupplier nanos) {
    this.nanos = nanos;
    this.end = new AtomicLong(nanos.getAsLong());
  }

  /** Lasts at least this long from now on. */
  void extend(Duration time) {
    long now = nanos.getAsLong();
    long until = now + Math.max(0, Nanos.of(time));
    end.updateAndGet(before -> before - now > until - now ? before : until);
  }

  void end() {
    end.set(nanos.getAsLong());
  }

  /** What is left of it; zero or less when it is over. */
  Duration left() {
    return Duration.ofNanos(end.get() - nanos.getAsLong());
  }

  boolean isOn() {
    return end.get() - nanos.getAsLong() > 0;
  }
}

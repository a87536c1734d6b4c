package dev.animus4j.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Cool-down during which no call is permitted; it can be extended, or ended. */
final class CoolDown {
  private final LongSupplier nanos;
  private final AtomicLong end;

  /**
   * @param nanos the clock, monotonic, of any origin
   */
  CoolDown(LongSupplier nanos) {
    this.nanos = nanos;
    this.end = new AtomicLong(nanos.getAsLong());
  }

  /** Extends it to at least this long from now on. */
  void extend(Duration time) {
    long now = nanos.getAsLong();
    long until = now + Math.max(0, SaturatedNanos.of(time));
    end.updateAndGet(before -> before - now > until - now ? before : until);
  }

  void end() {
    end.set(nanos.getAsLong());
  }

  /** The remaining time; zero or less when it is over. */
  Duration remaining() {
    return Duration.ofNanos(end.get() - nanos.getAsLong());
  }

  boolean isActive() {
    return end.get() - nanos.getAsLong() > 0;
  }
}

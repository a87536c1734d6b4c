package dev.animus4j.image.s3;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what a cancelled subscriber is not told: that the other side has noticed. */
final class Eventually {
  private Eventually() {}

  /** Returns as soon as the condition holds, and fails when it has not for half a minute. */
  static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("has not come true within 30 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}

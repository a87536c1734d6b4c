package dev.animus4j.rules;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what a cancelled subscriber is not told: that the other side has noticed. */
public final class Eventually {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  private Eventually() {}

  /** Returns as soon as the condition holds, and fails when it has not for half a minute. */
  public static void eventually(Callable<Boolean> condition) {
    long deadline = System.nanoTime() + LONG_ENOUGH.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("has not come true within " + LONG_ENOUGH);
      }
      LockSupport.parkNanos(200_000);
    }
  }

  private static boolean holds(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception notYet) {
      return false;
    }
  }
}

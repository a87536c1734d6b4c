package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Number that another thread changes. */
record AwaitedCount(LongSupplier number) {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  static AwaitedCount of(LongSupplier number) {
    return new AwaitedCount(number);
  }

  /** Waits until it has this value. */
  void toBe(long wanted) {
    long end = System.nanoTime() + PATIENCE;
    while (number.getAsLong() != wanted && System.nanoTime() < end) {
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
          .join();
    }
    assertThat(number.getAsLong()).isEqualTo(wanted);
  }
}

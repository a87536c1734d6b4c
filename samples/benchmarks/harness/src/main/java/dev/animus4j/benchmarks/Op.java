package dev.animus4j.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;

/** Operation of a workload, run many times. */
public sealed interface Op permits Op.Async, Op.Blocking {

  /** Operation of an asynchronous API. */
  @FunctionalInterface
  non-sealed interface Async extends Op {

    /**
     * Starts one.
     *
     * @param slot index of the concurrent slot; one of a slot starts when the last one has ended
     * @param done called exactly once, on any thread
     */
    void run(int slot, Done done) throws Exception;
  }

  /** Operation that blocks its thread. */
  @FunctionalInterface
  non-sealed interface Blocking extends Op {

    /**
     * Runs one.
     *
     * @return the number of units delivered: responses, chunks, or bytes
     */
    long run(int slot) throws Exception;
  }

  /** Completion of one operation. */
  interface Done {

    /** Completes it with so many units. */
    void ok(long units);

    /** Fails it. */
    void fail(Throwable failure);

    /** Completes or fails it with this future, whose response counts so many units. */
    default <T> void follow(CompletableFuture<T> response, ToLongFunction<T> units) {
      var unused =
          response
              .thenApply(units::applyAsLong)
              .whenComplete(
                  (count, failure) -> {
                    if (failure == null) {
                      ok(count);
                    } else {
                      fail(failure);
                    }
                  });
    }
  }
}

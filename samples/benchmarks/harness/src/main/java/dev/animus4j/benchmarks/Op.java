package dev.animus4j.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;

/** One operation of a workload, done many times. */
public sealed interface Op permits Op.Async, Op.Blocking {

  /** Where the API is asynchronous. */
  @FunctionalInterface
  non-sealed interface Async extends Op {

    /**
     * Begins one.
     *
     * @param slot which of those at once it is; one of a slot begins when the last one ended
     * @param done told exactly once, on any thread
     */
    void run(int slot, Done done) throws Exception;
  }

  /** Where it keeps its thread waiting. */
  @FunctionalInterface
  non-sealed interface Blocking extends Op {

    /**
     * Does one.
     *
     * @return how many units were delivered: answers, chunks, or bytes
     */
    long run(int slot) throws Exception;
  }

  /** The end of one. */
  interface Done {

    /** It went well, and delivered so many units. */
    void ok(long units);

    /** It did not. */
    void fail(Throwable failure);

    /** It goes as this answer does, which delivers so many units. */
    default <T> void follow(CompletableFuture<T> answer, ToLongFunction<T> units) {
      var unused =
          answer
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

package dev.animus4j.checks.simulation;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Errors thrown by application code: {@link Error}s, and exceptions its signature does not allow.
 */
final class InjectedErrors {
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final Set<Throwable> thrown = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean faultless;
  private long latest = -1;

  InjectedErrors(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
  }

  void stopThrowing() {
    faultless = true;
  }

  /** An error to throw, once in so many times. */
  @Nullable Throwable nextThrowable(String where, int times) {
    boolean armed = !faultless && simulatedWorld.has(WorldFeature.ERRORS);
    return armed && randomChoices.oneIn(times) ? randomThrowable(where) : null;
  }

  /** Throws once in so many times. */
  void maybeThrow(String where, int times) {
    Throwable error = nextThrowable(where, times);
    if (error != null) {
      throw InjectedErrors.<RuntimeException>throwUnchecked(error);
    }
  }

  /** The same, in code that works for this message, if for any. */
  void maybeThrow(String where, int times, @Nullable SentMessage sentMessage) {
    Throwable error = nextThrowable(where, times);
    if (error != null) {
      if (sentMessage != null) {
        sentMessage.markStruck();
      }
      throw InjectedErrors.<RuntimeException>throwUnchecked(error);
    }
  }

  /** The same, in code that does not know its message. */
  void maybeThrowForAnyone(String where, int times) {
    Throwable error = nextThrowable(where, times);
    if (error != null) {
      latest = simulatedWorld.now();
      throw InjectedErrors.<RuntimeException>throwUnchecked(error);
    }
  }

  /** Throws from the random generator at times. */
  void maybeThrowOnRandom() {
    if (!faultless && simulatedWorld.has(WorldFeature.NO_CHANCE) && randomChoices.oneIn(150)) {
      latest = simulatedWorld.now();
      throw InjectedErrors.<RuntimeException>throwUnchecked(randomThrowable("a source of chance"));
    }
  }

  /** Whether code without a known message has thrown since then. */
  boolean hasThrownSince(long since) {
    return latest >= since;
  }

  private Throwable randomThrowable(String where) {
    simulatedWorld.counters().add("thrown by " + where);
    Throwable error =
        switch (randomChoices.upToInclusive(4)) {
          case 0 -> new NoClassDefFoundError("meant, by " + where);
          case 1 -> new StackOverflowError("meant, by " + where);
          case 2 -> new OutOfMemoryError("meant, by " + where);
          case 3 -> new IOException("meant, by " + where);
          default -> new AssertionError("meant, by " + where);
        };
    thrown.add(error);
    simulatedWorld.log().record(where, error);
    return error;
  }

  /** Whether it, or one of its causes, was thrown here. */
  boolean isIntended(@Nullable Throwable failure) {
    return failure != null
        && (thrown.contains(failure)
            || failure instanceof RandomFailures.IntendedFailure
            || (failure.getCause() != failure && isIntended(failure.getCause())));
  }

  /**
   * Verifies that an injected error ended only the thread of its caller, and none of the client.
   */
  void verifyEscaped(Throwable thrown) {
    boolean fromClient =
        Stream.of(thrown.getStackTrace())
            .map(StackTraceElement::getClassName)
            .anyMatch(name -> name.startsWith("dev.animus4j") && !name.contains(".checks."));
    if (fromClient) {
      throw new AssertionError("thrown past everybody: " + thrown, thrown);
    }
  }

  /** Throws this unchecked. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> E throwUnchecked(Throwable thrown) throws E {
    throw (E) thrown.fillInStackTrace();
  }
}

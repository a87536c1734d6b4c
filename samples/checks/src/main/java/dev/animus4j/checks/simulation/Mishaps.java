package dev.animus4j.checks.simulation;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Code of others that throws what nobody expects: errors, and what its signature does not allow.
 */
final class Mishaps {
  private final World world;
  private final Chance chance;
  private final Set<Throwable> thrown = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean calm;
  private long latest = -1;

  Mishaps(World world) {
    this.world = world;
    this.chance = world.chance();
  }

  void calmDown() {
    calm = true;
  }

  /** What is to be thrown, once in so many times. */
  @Nullable Throwable next(String where, int times) {
    boolean armed = !calm && world.has(Trouble.ERRORS);
    return armed && chance.once(times) ? any(where) : null;
  }

  /** Throws once in so many times. */
  void perhaps(String where, int times) {
    Throwable error = next(where, times);
    if (error != null) {
      throw Mishaps.<RuntimeException>disguised(error);
    }
  }

  /** The same, of code that works for this message, if for any. */
  void perhaps(String where, int times, @Nullable Send send) {
    Throwable error = next(where, times);
    if (error != null) {
      if (send != null) {
        send.strike();
      }
      throw Mishaps.<RuntimeException>disguised(error);
    }
  }

  /** The same, of code that does not know for whom it works. */
  void perhapsForAnybody(String where, int times) {
    Throwable error = next(where, times);
    if (error != null) {
      latest = world.now();
      throw Mishaps.<RuntimeException>disguised(error);
    }
  }

  /** There may be no chance at all. */
  void perhapsNoChance() {
    if (!calm && world.has(Trouble.NO_CHANCE) && chance.once(150)) {
      latest = world.now();
      throw Mishaps.<RuntimeException>disguised(any("a source of chance"));
    }
  }

  /** Whether code has failed since then of which nobody knows for whom it worked. */
  boolean happenedSince(long then) {
    return latest >= then;
  }

  private Throwable any(String where) {
    world.figures().add("thrown by " + where);
    Throwable error =
        switch (chance.upTo(4)) {
          case 0 -> new NoClassDefFoundError("meant, by " + where);
          case 1 -> new StackOverflowError("meant, by " + where);
          case 2 -> new OutOfMemoryError("meant, by " + where);
          case 3 -> new IOException("meant, by " + where);
          default -> new AssertionError("meant, by " + where);
        };
    thrown.add(error);
    world.journal().note(where, error);
    return error;
  }

  /** Whether it, or what has caused it, was thrown here. */
  boolean isMeant(@Nullable Throwable found) {
    return found != null
        && (thrown.contains(found)
            || found instanceof Faults.Meant
            || (found.getCause() != found && isMeant(found.getCause())));
  }

  /** What was thrown on purpose may end the thread of who threw it, but not one of the client. */
  void judgeEscaped(Throwable thrown) {
    boolean ours =
        Stream.of(thrown.getStackTrace())
            .map(StackTraceElement::getClassName)
            .anyMatch(name -> name.startsWith("dev.animus4j") && !name.contains(".checks."));
    if (ours) {
      throw new AssertionError("thrown past everybody: " + thrown, thrown);
    }
  }

  /** Throws this, as something that need not be declared. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> E disguised(Throwable thrown) throws E {
    throw (E) thrown.fillInStackTrace();
  }
}

package dev.animus4j.rules;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * How the time that a reader takes grows with what it reads. It is CPU time of this thread, the
 * least of up to forty runs, so that other work on the machine does not count; the runs take turns,
 * so that the compiler's work between them does not either. A text of four times the size takes
 * about four times as long, sixteen times where the time is quadratic.
 */
public final class Growth {
  private static final int SMALL = 2_000;
  private static final int LARGE = 4 * SMALL;
  private static final long MEASURABLE = 5_000_000;
  private static final double MOST = 8;
  private static final long CUBIC = 64;
  private static final int AT_LEAST = 4;
  private static final int RUNS = 40;
  private static final int ENOUGH = 3;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private Growth() {}

  /**
   * The texts made of these tokens for which this reader takes more than linear time: each token
   * again and again, any two in turns, many of one and then many of another, one and then many of
   * another; at most three.
   */
  public static List<String> excessive(Consumer<String> reader, String... tokens) {
    List<String> found = new ArrayList<>();
    for (String one : tokens) {
      for (String other : tokens) {
        add(found, one + other + "…", size -> many(one + other, size), reader);
        add(found, one + "…" + other + "…", size -> halves(one, other, size), reader);
        add(found, one + other + "…" + one, size -> one + many(other, size) + one, reader);
      }
    }
    return found;
  }

  /** The same reader, fed character by character. */
  public static Consumer<String> piecewise(Consumer<Iterable<String>> reader) {
    return text -> reader.accept(() -> text.chars().mapToObj(Character::toString).iterator());
  }

  private static String many(String token, int size) {
    return token.repeat(1 + size / token.length());
  }

  private static String halves(String one, String other, int size) {
    return many(one, size / 2) + many(other, size / 2);
  }

  private static void add(
      List<String> found, String name, IntFunction<String> text, Consumer<String> reader) {
    String small = text.apply(SMALL);
    if (found.size() == ENOUGH || CUBIC * nanos(reader, small) < MEASURABLE) {
      return;
    }
    String large = text.apply(LARGE);
    long once = nanos(reader, large);
    if (once < MEASURABLE || once < MOST * nanos(reader, small)) {
      return;
    }
    long shorter = Long.MAX_VALUE;
    long longer = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      shorter = Math.min(shorter, nanos(reader, small));
      longer = Math.min(longer, nanos(reader, large));
      if (run >= AT_LEAST && (longer < MEASURABLE || longer < MOST * shorter)) {
        return;
      }
    }
    double growth = (double) longer / Math.max(1, shorter);
    found.add(name.replace("\n", "\\n") + " takes %.1f times as long".formatted(growth));
  }

  private static long nanos(Consumer<String> reader, String text) {
    long start = CPU.getCurrentThreadCpuTime();
    reader.accept(text);
    return CPU.getCurrentThreadCpuTime() - start;
  }
}

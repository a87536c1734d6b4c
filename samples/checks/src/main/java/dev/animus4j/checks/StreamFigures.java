package dev.animus4j.checks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What many open streams cost.
 *
 * @param rate words a second
 * @param p50 how long a word took, in milliseconds
 * @param p99 the same
 * @param cpu microseconds for each word, of all threads
 * @param heap what it holds while all streams are open, in bytes; at the end after a full
 *     collection
 * @param characters what was heard of all streams until then
 * @param resident the most memory that the process ever had, in megabytes
 */
record StreamFigures(
    double rate,
    double p50,
    double p99,
    double cpu,
    double heap,
    double characters,
    double resident) {

  private static final String LINE = "figures ";

  /** Whether a line of another process is a {@link #line}. */
  static boolean in(String line) {
    return line.startsWith(LINE);
  }

  /** Reads a {@link #line}. */
  static StreamFigures of(String line) {
    double[] all =
        Arrays.stream(line.substring(LINE.length()).split(" "))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return new StreamFigures(all[0], all[1], all[2], all[3], all[4], all[5], all[6]);
  }

  /** For another process. */
  String line() {
    return DoubleStream.of(rate, p50, p99, cpu, heap, characters, resident)
        .mapToObj(Double::toString)
        .collect(Collectors.joining(" ", LINE, ""));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,.0f words/s, p50 %.1f ms, p99 %.1f ms, %.1f us CPU a word, %.1f MB heap, %.0f MB resident",
        rate,
        p50,
        p99,
        cpu,
        heap / 1e6,
        resident);
  }
}

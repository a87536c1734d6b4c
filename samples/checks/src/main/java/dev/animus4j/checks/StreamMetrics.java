package dev.animus4j.checks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Cost of many open streams.
 *
 * @param rate words per second
 * @param p50 latency of a word, in milliseconds
 * @param p99 the same
 * @param cpu microseconds per word, of all threads
 * @param heap used while all streams are open, in bytes; measured at the end after a full
 *     collection
 * @param characters received by all streams until then
 * @param resident peak memory of the process, in megabytes
 */
record StreamMetrics(
    double rate,
    double p50,
    double p99,
    double cpu,
    double heap,
    double characters,
    double resident) {

  private static final String LINE = "figures ";

  /** Whether a line of another process is a {@link #line}. */
  static boolean isMetricsLine(String line) {
    return line.startsWith(LINE);
  }

  /** Parses a {@link #line}. */
  static StreamMetrics parse(String line) {
    double[] all =
        Arrays.stream(line.substring(LINE.length()).split(" "))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return new StreamMetrics(all[0], all[1], all[2], all[3], all[4], all[5], all[6]);
  }

  /** The metrics in one line, for another process. */
  String line() {
    return DoubleStream.of(rate, p50, p99, cpu, heap, characters, resident)
        .mapToObj(Double::toString)
        .collect(Collectors.joining(" ", LINE, ""));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,.0f words/s, p50 %.1f ms, p99 %.1f ms, %.1f us CPU a word, %.1f MB heap, %.0f MB"
            + " resident",
        rate,
        p50,
        p99,
        cpu,
        heap / 1e6,
        resident);
  }
}

package dev.animus4j.benchmarks.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Threshold to be reached.
 *
 * @param column the metric
 * @param sign whether more is better
 * @param bound the required minimum or maximum
 * @param to the baseline of a ratio: a contender's name, {@link #PEERS}, or null for no ratio
 */
record Threshold(MetricColumn column, Sign sign, double bound, @Nullable String to) {
  /** Each of the peers. */
  static final String PEERS = "every peer";

  private static final String US = Contender.ANIMUS4J.title();

  /** Which side of the bound is good. */
  enum Sign {
    AT_LEAST("≥"),
    AT_MOST("≤");

    private final String text;

    Sign(String text) {
      this.text = text;
    }
  }

  String claim() {
    return column.title()
        + " "
        + sign.text
        + " "
        + Spread.number(bound)
        + (to == null ? "" : " × " + to);
  }

  /** The measured values; empty if there was no baseline. */
  Spread measure(Results results) {
    if (to == null) {
      return results.spread(US, column.figure());
    }
    Comparator<Spread> byMedian = Comparator.comparingDouble(Spread::median);
    Stream<Spread> ratios =
        others(results).map(other -> results.ratio(subject(results), other, column.figure()));
    return ratios
        .max(sign == Sign.AT_MOST ? byMedian : byMedian.reversed())
        .orElse(new Spread(DoubleStream.empty()));
  }

  String verdict(Results results) {
    double median = measure(results).median();
    if (Double.isNaN(median)) {
      return "not measured";
    }
    boolean met = sign == Sign.AT_MOST ? median <= bound : median >= bound;
    return met ? "met" : "**missed**";
  }

  /** Our driver; or, compared with ourselves, the last one. */
  private static String subject(Results results) {
    return results.has(US) ? US : results.names().stream().reduce((a, b) -> b).orElse(US);
  }

  private Stream<String> others(Results results) {
    return PEERS.equals(to)
        ? Arrays.stream(Contender.values())
            .filter(Contender::isPeer)
            .map(Contender::title)
            .filter(results::has)
        : Stream.ofNullable(to).filter(results::has);
  }
}

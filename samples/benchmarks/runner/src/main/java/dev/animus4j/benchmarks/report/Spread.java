package dev.animus4j.benchmarks.report;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** Several measurements of one value. */
final class Spread {
  private final double[] sorted;

  Spread(DoubleStream measured) {
    this.sorted = measured.filter(Double::isFinite).sorted().toArray();
  }

  double median() {
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The median, between minimum and maximum. */
  String text() {
    return sorted.length == 0
        ? "–"
        : number(median())
            + " ("
            + number(sorted[0])
            + "–"
            + number(sorted[sorted.length - 1])
            + ")";
  }

  /** Three digits, or all before the decimal point. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}

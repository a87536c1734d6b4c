package dev.animus4j.benchmarks.durability;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of figures of several rounds, printed as Markdown: medians, or sums. */
final class MedianTable {
  private final String title;
  private final List<String> figures;
  private final Map<String, List<Map<String, Double>>> rows = new LinkedHashMap<>();

  MedianTable(String title, String... figures) {
    this.title = title;
    this.figures = List.of(figures);
  }

  void add(String row, Map<String, Double> round) {
    rows.computeIfAbsent(row, it -> new ArrayList<>()).add(round);
  }

  /** Prints the median of all rounds, with minimum and maximum. */
  void printMedians(PrintStream out) {
    print(out, MedianTable::spread);
  }

  /** Prints the sum of all rounds. */
  void printSums(PrintStream out) {
    print(out, values -> number(values.stream().mapToDouble(it -> it).sum()));
  }

  private interface Summary {
    String text(List<Double> values);
  }

  private void print(PrintStream out, Summary summary) {
    out.println("\n### " + title + "\n\n| | " + String.join(" | ", figures) + " |");
    out.println("|---|" + "---:|".repeat(figures.size()));
    rows.forEach(
        (row, rounds) ->
            out.println(
                figures.stream()
                    .map(figure -> summary.text(values(rounds, figure)))
                    .collect(Collectors.joining(" | ", "| " + row + " | ", " |"))));
    out.flush();
  }

  private static List<Double> values(List<Map<String, Double>> rounds, String figure) {
    return rounds.stream().map(it -> it.getOrDefault(figure, Double.NaN)).sorted().toList();
  }

  private static String spread(List<Double> sorted) {
    return "%s (%s–%s)"
        .formatted(
            number(sorted.get(sorted.size() / 2)),
            number(sorted.get(0)),
            number(sorted.get(sorted.size() - 1)));
  }

  private static String number(double value) {
    String format = Math.abs(value) >= 100 || value == Math.rint(value) ? "%,.0f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}

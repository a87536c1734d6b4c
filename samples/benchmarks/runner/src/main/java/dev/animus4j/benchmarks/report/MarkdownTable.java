package dev.animus4j.benchmarks.report;

import java.io.PrintStream;
import java.util.List;

/** Formats results as Markdown: medians, and in brackets the ratio to the baseline. */
record MarkdownTable(String title, String baseline, List<MetricColumn> columns) {

  void print(Results results, PrintStream out) {
    out.println("\n### " + title + "\n");
    StringBuilder head = new StringBuilder("| |");
    StringBuilder line = new StringBuilder("|---|");
    for (MetricColumn metricColumn : columns) {
      head.append(' ').append(metricColumn.title()).append(" | × ").append(baseline).append(" |");
      line.append("---:|---:|");
    }
    out.println(head);
    out.println(line);
    results.names().forEach(name -> out.println(row(name, results)));
    results.failures().forEach(failure -> out.println("\n" + failure));
    results
        .providerLimited()
        .forEach(name -> out.println("\n" + name + ": the provider was the limit"));
    if (!results.warmUps().isEmpty()) {
      out.println("\nWarmed up: " + String.join(", ", results.warmUps()));
    }
    if (results.noisySamples() > 0) {
      out.println("\n" + noise(results.noisySamples(), results.samples()));
    }
  }

  /** A note that so many samples were taken under noise. */
  static String noise(long dirty, long samples) {
    return "Dirty samples, even after being taken again: %d of %d".formatted(dirty, samples);
  }

  private String row(String name, Results results) {
    StringBuilder row = new StringBuilder("| " + name + " |");
    for (MetricColumn metricColumn : columns) {
      row.append(' ').append(Spread.number(results.spread(name, metricColumn.figure()).median()));
      row.append(" | ")
          .append(results.ratio(name, baseline, metricColumn.figure()).text())
          .append(" |");
    }
    return row.toString();
  }
}

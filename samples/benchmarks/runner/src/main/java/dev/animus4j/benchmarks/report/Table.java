package dev.animus4j.benchmarks.report;

import java.io.PrintStream;
import java.util.List;

/** Writes results as Markdown: medians, and in brackets the ratio to the first one. */
record Table(String title, String baseline, List<Column> columns) {

  void print(Results results, PrintStream out) {
    out.println("\n### " + title + "\n");
    StringBuilder head = new StringBuilder("| |");
    StringBuilder line = new StringBuilder("|---|");
    for (Column column : columns) {
      head.append(' ').append(column.title()).append(" | × ").append(baseline).append(" |");
      line.append("---:|---:|");
    }
    out.println(head);
    out.println(line);
    results.names().forEach(name -> out.println(row(name, results)));
    results.failures().forEach(failure -> out.println("\n" + failure));
    results.limited().forEach(name -> out.println("\n" + name + ": the provider was the limit"));
    if (!results.warmUps().isEmpty()) {
      out.println("\nWarmed up: " + String.join(", ", results.warmUps()));
    }
    if (results.dirty() > 0) {
      out.println("\n" + noise(results.dirty(), results.samples()));
    }
  }

  /** That so many samples of these were taken while others made noise. */
  static String noise(long dirty, long samples) {
    return "Dirty samples, even after being taken again: %d of %d".formatted(dirty, samples);
  }

  private String row(String name, Results results) {
    StringBuilder row = new StringBuilder("| " + name + " |");
    for (Column column : columns) {
      row.append(' ').append(Spread.number(results.of(name, column.figure()).median()));
      row.append(" | ").append(results.ratio(name, baseline, column.figure()).text()).append(" |");
    }
    return row.toString();
  }
}

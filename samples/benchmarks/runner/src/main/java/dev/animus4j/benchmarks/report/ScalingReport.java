package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Report on scaling, by concurrency or image size: tables and plots. */
final class ScalingReport {
  /** Its letter on the command line. */
  static final String LETTER = "S";

  private static final List<Integer> SLOTS = List.of(1, 8, 64, 512);
  private static final List<Integer> MEBIBYTES = List.of(1, 4, 16);
  private static final String RAW = Contender.RAW.title();

  /** A row with the results at several levels. */
  private record Row(Work work, String title, String unit, Map<String, Results> levels) {}

  private final BenchmarkSession benchmarkSession;
  private final Path plots;
  private final PrintStream out;

  ScalingReport(BenchmarkSession benchmarkSession, Path plots, PrintStream out) {
    this.benchmarkSession = benchmarkSession;
    this.plots = plots;
    this.out = out;
  }

  void run() throws IOException, InterruptedException {
    concurrency(Work.COMPLETION, "completions()", MetricColumn.PER_SECOND, MetricColumn.CPU);
    concurrency(
        Work.SEND, "chat.send() with all events heard", MetricColumn.PER_SECOND, MetricColumn.CPU);
    inFlight();
    concurrency(
        Work.STREAM, "Chunks of streams", MetricColumn.UNITS_PER_SECOND, MetricColumn.CPU_PER_UNIT);
    pictures();
  }

  private void concurrency(Work work, String title, MetricColumn... columns)
      throws IOException, InterruptedException {
    List<Results> results =
        benchmarkSession.compare(SLOTS.stream().map(Load.of(work)::slots).toList());
    Map<String, Results> levels = new LinkedHashMap<>();
    for (int i = 0; i < SLOTS.size(); i++) {
      levels.put(SLOTS.get(i).toString(), results.get(i));
    }
    print(new Row(work, title, "at once", levels), columns);
  }

  private void inFlight() throws IOException, InterruptedException {
    Map<String, Results> levels = new LinkedHashMap<>();
    for (int slots : SLOTS) {
      Results results = new Results();
      for (Contender contender : benchmarkSession.contenders(Work.IN_FLIGHT)) {
        Load load = Load.of(Work.IN_FLIGHT).slots(slots).once();
        results.add(contender.title(), benchmarkSession.measureOnce(load, contender, "-Xmx1g"));
      }
      levels.put(Integer.toString(slots), results);
    }
    String title = "Requests to a provider that takes 2 s";
    print(
        new Row(Work.IN_FLIGHT, title, "at once", levels),
        MetricColumn.MEMORY,
        MetricColumn.THREADS);
  }

  private void pictures() throws IOException, InterruptedException {
    Stream<String> sizes = MEBIBYTES.stream().map(size -> "img=" + (size << 20));
    List<Results> results =
        benchmarkSession.compare(sizes.map(Load.of(Work.PICTURE)::settings).toList());
    Map<String, Results> levels = new LinkedHashMap<>();
    for (int i = 0; i < MEBIBYTES.size(); i++) {
      levels.put(MEBIBYTES.get(i).toString(), results.get(i));
    }
    Row row = new Row(Work.PICTURE, "Pictures, 8 at once", "MiB", levels);
    print(row, MetricColumn.PER_SECOND, MetricColumn.CPU);
  }

  private void print(Row row, MetricColumn... columns) throws IOException {
    String letter = row.work().letter();
    row.levels()
        .forEach(
            (level, results) -> {
              String title = "%s. %s: %s %s".formatted(letter, row.title(), level, row.unit());
              new MarkdownTable(title, RAW, List.of(columns)).print(results, out);
            });
    for (MetricColumn metricColumn : columns) {
      String name = metricColumn.name().toLowerCase(Locale.ROOT).replace('_', '-');
      Path file = plots.resolve(letter + "-" + name + ".svg");
      new Plot(row.title(), row.unit(), metricColumn).draw(row.levels(), file);
      out.println("\nPlot: " + file);
    }
  }
}

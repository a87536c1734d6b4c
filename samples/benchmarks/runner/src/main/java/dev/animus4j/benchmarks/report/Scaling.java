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

/** What becomes of the figures with more at once, or with larger pictures: tables and plots. */
final class Scaling {
  /** By which it is named on the command line. */
  static final String LETTER = "S";

  private static final List<Integer> SLOTS = List.of(1, 8, 64, 512);
  private static final List<Integer> MEBIBYTES = List.of(1, 4, 16);
  private static final String RAW = Contender.RAW.title();

  /** A row at several levels of something. */
  private record Row(Work work, String title, String unit, Map<String, Results> levels) {}

  private final Session session;
  private final Path plots;
  private final PrintStream out;

  Scaling(Session session, Path plots, PrintStream out) {
    this.session = session;
    this.plots = plots;
    this.out = out;
  }

  void run() throws IOException, InterruptedException {
    atOnce(Work.COMPLETION, "completions()", Column.PER_SECOND, Column.CPU);
    atOnce(Work.SEND, "chat.send() with all events heard", Column.PER_SECOND, Column.CPU);
    inFlight();
    atOnce(Work.STREAM, "Chunks of streams", Column.UNITS_PER_SECOND, Column.CPU_PER_UNIT);
    pictures();
  }

  private void atOnce(Work work, String title, Column... columns)
      throws IOException, InterruptedException {
    List<Results> results = session.compare(SLOTS.stream().map(Load.of(work)::slots).toList());
    Map<String, Results> levels = new LinkedHashMap<>();
    for (int i = 0; i < SLOTS.size(); i++) {
      levels.put(SLOTS.get(i).toString(), results.get(i));
    }
    tell(new Row(work, title, "at once", levels), columns);
  }

  private void inFlight() throws IOException, InterruptedException {
    Map<String, Results> levels = new LinkedHashMap<>();
    for (int slots : SLOTS) {
      Results results = new Results();
      for (Contender contender : session.who(Work.IN_FLIGHT)) {
        Load load = Load.of(Work.IN_FLIGHT).slots(slots).once();
        results.add(contender.title(), session.once(load, contender, "-Xmx1g"));
      }
      levels.put(Integer.toString(slots), results);
    }
    String title = "Requests to a provider that takes 2 s";
    tell(new Row(Work.IN_FLIGHT, title, "at once", levels), Column.MEMORY, Column.THREADS);
  }

  private void pictures() throws IOException, InterruptedException {
    Stream<String> sizes = MEBIBYTES.stream().map(size -> "img=" + (size << 20));
    List<Results> results = session.compare(sizes.map(Load.of(Work.PICTURE)::settings).toList());
    Map<String, Results> levels = new LinkedHashMap<>();
    for (int i = 0; i < MEBIBYTES.size(); i++) {
      levels.put(MEBIBYTES.get(i).toString(), results.get(i));
    }
    Row row = new Row(Work.PICTURE, "Pictures, 8 at once", "MiB", levels);
    tell(row, Column.PER_SECOND, Column.CPU);
  }

  private void tell(Row row, Column... columns) throws IOException {
    String letter = row.work().letter();
    row.levels()
        .forEach(
            (level, results) -> {
              String title = "%s. %s: %s %s".formatted(letter, row.title(), level, row.unit());
              new Table(title, RAW, List.of(columns)).print(results, out);
            });
    for (Column column : columns) {
      String name = column.name().toLowerCase(Locale.ROOT).replace('_', '-');
      Path file = plots.resolve(letter + "-" + name + ".svg");
      new Plot(row.title(), row.unit(), column).draw(row.levels(), file);
      out.println("\nPlot: " + file);
    }
  }
}

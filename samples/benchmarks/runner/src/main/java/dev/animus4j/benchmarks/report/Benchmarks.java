package dev.animus4j.benchmarks.report;

import static dev.animus4j.benchmarks.report.Threshold.PEERS;
import static dev.animus4j.benchmarks.report.Threshold.Sign.AT_LEAST;
import static dev.animus4j.benchmarks.report.Threshold.Sign.AT_MOST;

import dev.animus4j.benchmarks.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workloads, their reports, and their thresholds. */
final class Benchmarks {
  static final List<String> LETTERS = List.of("A", "B", "C", "D", "E", "F", "F0", "G", "H", "I");
  private static final String RAW = Contender.RAW.title();
  private static final String US = Contender.ANIMUS4J.title();

  private final BenchmarkSession benchmarkSession;
  private final PrintStream out;
  private final List<String> verdicts = new ArrayList<>();
  private long samples;
  private long dirty;

  Benchmarks(BenchmarkSession benchmarkSession, PrintStream out) {
    this.benchmarkSession = benchmarkSession;
    this.out = out;
  }

  void run(String letter) throws IOException, InterruptedException {
    switch (letter) {
      case "A" -> completions();
      case "B" -> sends();
      case "C" -> inFlight();
      case "D" -> streams();
      case "E" -> pictures();
      case "F" -> events();
      case "F0" -> unheardEvents();
      case "G" -> idle();
      case "H" -> history();
      default -> starts();
    }
  }

  /** Prints the thresholds that were reached or missed, at the end. */
  void verdict() {
    out.println("\n### Budgets\n\n" + Machine.line());
    out.println("\n| | budget | measured | |\n|---|---|---:|---|");
    verdicts.forEach(out::println);
    out.println("\n" + MarkdownTable.noise(dirty, samples));
  }

  private void print(MarkdownTable markdownTable, Results results) {
    markdownTable.print(results, out);
    samples += results.samples();
    dirty += results.noisySamples();
  }

  private void completions() throws IOException, InterruptedException {
    Results results = benchmarkSession.compare(Load.of(Work.COMPLETION));
    List<MetricColumn> columns =
        List.of(MetricColumn.PER_SECOND, MetricColumn.CPU, MetricColumn.BYTES);
    print(new MarkdownTable("A. completions(), 64 at once", RAW, columns), results);
    judge("A", results, new Threshold(MetricColumn.PER_SECOND, AT_LEAST, 1.0, RAW));
    judge("A", results, new Threshold(MetricColumn.CPU, AT_MOST, 1.0, RAW));
    judge("A", results, new Threshold(MetricColumn.BYTES, AT_MOST, 0.9, RAW));
  }

  private void sends() throws IOException, InterruptedException {
    Results results = benchmarkSession.compare(Load.of(Work.SEND));
    List<MetricColumn> columns =
        List.of(MetricColumn.PER_SECOND, MetricColumn.CPU, MetricColumn.BYTES);
    print(
        new MarkdownTable("B. chat.send() with all events heard, 64 at once", RAW, columns),
        results);
    judge("B", results, new Threshold(MetricColumn.PER_SECOND, AT_LEAST, 1.0, RAW));
    judge("B", results, new Threshold(MetricColumn.CPU, AT_MOST, 1.0, RAW));
    judge("B", results, new Threshold(MetricColumn.PER_SECOND, AT_LEAST, 3.5, PEERS));
  }

  private void inFlight() throws IOException, InterruptedException {
    Load load = Load.of(Work.IN_FLIGHT);
    Results results =
        benchmarkSession.measureFresh(load, benchmarkSession.contenders(Work.IN_FLIGHT), "-Xmx1g");
    List<MetricColumn> columns =
        List.of(
            MetricColumn.PER_SECOND,
            MetricColumn.FAILURES,
            MetricColumn.THREADS,
            MetricColumn.MEMORY);
    print(
        new MarkdownTable("C. 5,000 in flight, the provider takes 2 s, 1 GB heap", RAW, columns),
        results);
    judge("C", results, new Threshold(MetricColumn.FAILURES, AT_MOST, 0, null));
    judge("C", results, new Threshold(MetricColumn.THREADS, AT_MOST, 16, null));
    judge("C", results, new Threshold(MetricColumn.MEMORY, AT_MOST, 1.3, RAW));
    Results more = new Results();
    more.add(US, benchmarkSession.measureOnce(load.slots(20_000), Contender.ANIMUS4J, "-Xmx1g"));
    print(new MarkdownTable("C. 20,000 in flight", US, columns), more);
    judge("C 20,000", more, new Threshold(MetricColumn.FAILURES, AT_MOST, 0, null));
  }

  private void streams() throws IOException, InterruptedException {
    Results results = benchmarkSession.compare(Load.of(Work.STREAM));
    List<MetricColumn> columns =
        List.of(
            MetricColumn.UNITS_PER_SECOND, MetricColumn.CPU_PER_UNIT, MetricColumn.BYTES_PER_UNIT);
    print(
        new MarkdownTable("D. 64 streams of 500 chunks, 16 in a read, all heard", RAW, columns),
        results);
    judge("D", results, new Threshold(MetricColumn.CPU_PER_UNIT, AT_MOST, 0.7, RAW));
    judge("D", results, new Threshold(MetricColumn.BYTES_PER_UNIT, AT_MOST, 0.45, RAW));
  }

  private void pictures() throws IOException, InterruptedException {
    Results results = benchmarkSession.compare(Load.of(Work.PICTURE));
    List<MetricColumn> columns =
        List.of(MetricColumn.PER_SECOND, MetricColumn.CPU, MetricColumn.BYTES_PER_UNIT);
    print(
        new MarkdownTable(
            "E. pictures of 8 MiB in base64, 8 at once; bytes for each byte", RAW, columns),
        results);
    judge("E", results, new Threshold(MetricColumn.BYTES_PER_UNIT, AT_MOST, 0.5, null));
    judge("E", results, new Threshold(MetricColumn.PER_SECOND, AT_LEAST, 4, RAW));
    Results heaps = new SmallestHeapSearch(benchmarkSession).search(results);
    print(
        new MarkdownTable(
            "E. the smallest heap for that", RAW, List.of(MetricColumn.SMALLEST_HEAP)),
        heaps);
    judge("E", heaps, new Threshold(MetricColumn.SMALLEST_HEAP, AT_MOST, 64, null));
  }

  private void events() throws IOException, InterruptedException {
    String bus = Contender.BUS.title();
    Results results = inFreshJvms(Work.EVENT);
    List<MetricColumn> columns = List.of(MetricColumn.CPU_NANOS, MetricColumn.BYTES_PER_UNIT);
    print(new MarkdownTable("F. an event at both addresses, heard at both", bus, columns), results);
    judge("F", results, new Threshold(MetricColumn.CPU_NANOS, AT_MOST, 1.3, bus));
  }

  /** Measures in fresh JVMs: each JVM compiles so little work differently, and not equally fast. */
  private Results inFreshJvms(Work work) throws IOException, InterruptedException {
    return benchmarkSession.measureFresh(
        Load.of(work), benchmarkSession.contenders(work), "-Xms1g", "-Xmx1g");
  }

  private void unheardEvents() throws IOException, InterruptedException {
    Results results = inFreshJvms(Work.UNHEARD_EVENT);
    List<MetricColumn> columns = List.of(MetricColumn.CPU_NANOS, MetricColumn.BYTES_PER_UNIT);
    String bus = Contender.BUS.title();
    print(new MarkdownTable("F. an event that nobody hears", bus, columns), results);
    judge("F0", results, new Threshold(MetricColumn.CPU_NANOS, AT_MOST, 100, null));
  }

  private void idle() throws IOException, InterruptedException {
    Results results = new Results();
    results.add(US, benchmarkSession.measureOnce(Load.of(Work.IDLE), Contender.ANIMUS4J, "-Xmx2g"));
    print(
        new MarkdownTable(
            "G. 100,000 conversations of 20 messages, 1,000 bytes", US, List.of(MetricColumn.HEAP)),
        results);
    judge("G", results, new Threshold(MetricColumn.HEAP, AT_MOST, 1.2 * 1000 + 600, null));
  }

  private void history() throws IOException, InterruptedException {
    Load load = Load.of(Work.HISTORY);
    Map<String, Load> loads = new LinkedHashMap<>();
    loads.put("100 messages", load.settings("m=100"));
    loads.put("10,000 messages", load.settings("m=10000"));
    loads.put("100,000 messages", load.settings("m=100000"));
    Results results = benchmarkSession.compare(Contender.ANIMUS4J, loads);
    List<MetricColumn> columns = List.of(MetricColumn.CPU, MetricColumn.BYTES);
    print(new MarkdownTable("H. a send after so many messages", "100 messages", columns), results);
    judge("H", results, new Threshold(MetricColumn.CPU, AT_MOST, 1.1, "100 messages"));
  }

  private void starts() throws IOException, InterruptedException {
    Results results = benchmarkSession.measureStarts();
    List<MetricColumn> columns =
        List.of(MetricColumn.START, MetricColumn.JARS, MetricColumn.MEGABYTES);
    print(new MarkdownTable("I. a cold start, and the size on disk", RAW, columns), results);
    judge("I", results, new Threshold(MetricColumn.START, AT_MOST, 0.7, PEERS));
    judge("I", results, new Threshold(MetricColumn.JARS, AT_MOST, 32, null));
    judge("I", results, new Threshold(MetricColumn.MEGABYTES, AT_MOST, 14, null));
  }

  private void judge(String letter, Results results, Threshold threshold) {
    verdicts.add(
        "| %s | %s | %s | %s |"
            .formatted(
                letter,
                threshold.claim(),
                threshold.measure(results).text(),
                threshold.verdict(results)));
  }
}

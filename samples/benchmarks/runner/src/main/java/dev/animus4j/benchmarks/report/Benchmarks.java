package dev.animus4j.benchmarks.report;

import static dev.animus4j.benchmarks.report.Budget.PEERS;
import static dev.animus4j.benchmarks.report.Budget.Sign.AT_LEAST;
import static dev.animus4j.benchmarks.report.Budget.Sign.AT_MOST;

import dev.animus4j.benchmarks.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workloads, what is told of each, and what has to be reached. */
final class Benchmarks {
  static final List<String> LETTERS = List.of("A", "B", "C", "D", "E", "F", "F0", "G", "H", "I");
  private static final String RAW = Contender.RAW.title();
  private static final String US = Contender.ANIMUS4J.title();

  private final Session session;
  private final PrintStream out;
  private final List<String> verdicts = new ArrayList<>();
  private long samples;
  private long dirty;

  Benchmarks(Session session, PrintStream out) {
    this.session = session;
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

  /** What was reached and what not, at the end. */
  void verdict() {
    out.println("\n### Budgets\n\n" + Machine.line());
    out.println("\n| | budget | measured | |\n|---|---|---:|---|");
    verdicts.forEach(out::println);
    out.println("\n" + Table.noise(dirty, samples));
  }

  private void tell(Table table, Results results) {
    table.print(results, out);
    samples += results.samples();
    dirty += results.dirty();
  }

  private void completions() throws IOException, InterruptedException {
    Results results = session.compare(Load.of(Work.COMPLETION));
    List<Column> columns = List.of(Column.PER_SECOND, Column.CPU, Column.BYTES);
    tell(new Table("A. completions(), 64 at once", RAW, columns), results);
    judge("A", results, new Budget(Column.PER_SECOND, AT_LEAST, 1.0, RAW));
    judge("A", results, new Budget(Column.CPU, AT_MOST, 1.0, RAW));
    judge("A", results, new Budget(Column.BYTES, AT_MOST, 0.9, RAW));
  }

  private void sends() throws IOException, InterruptedException {
    Results results = session.compare(Load.of(Work.SEND));
    List<Column> columns = List.of(Column.PER_SECOND, Column.CPU, Column.BYTES);
    tell(new Table("B. chat.send() with all events heard, 64 at once", RAW, columns), results);
    judge("B", results, new Budget(Column.PER_SECOND, AT_LEAST, 1.0, RAW));
    judge("B", results, new Budget(Column.CPU, AT_MOST, 1.0, RAW));
    judge("B", results, new Budget(Column.PER_SECOND, AT_LEAST, 3.5, PEERS));
  }

  private void inFlight() throws IOException, InterruptedException {
    Load load = Load.of(Work.IN_FLIGHT);
    Results results = session.fresh(load, session.who(Work.IN_FLIGHT), "-Xmx1g");
    List<Column> columns =
        List.of(Column.PER_SECOND, Column.FAILURES, Column.THREADS, Column.MEMORY);
    tell(new Table("C. 5,000 in flight, the provider takes 2 s, 1 GB heap", RAW, columns), results);
    judge("C", results, new Budget(Column.FAILURES, AT_MOST, 0, null));
    judge("C", results, new Budget(Column.THREADS, AT_MOST, 16, null));
    judge("C", results, new Budget(Column.MEMORY, AT_MOST, 1.3, RAW));
    Results more = new Results();
    more.add(US, session.once(load.slots(20_000), Contender.ANIMUS4J, "-Xmx1g"));
    tell(new Table("C. 20,000 in flight", US, columns), more);
    judge("C 20,000", more, new Budget(Column.FAILURES, AT_MOST, 0, null));
  }

  private void streams() throws IOException, InterruptedException {
    Results results = session.compare(Load.of(Work.STREAM));
    List<Column> columns =
        List.of(Column.UNITS_PER_SECOND, Column.CPU_PER_UNIT, Column.BYTES_PER_UNIT);
    tell(new Table("D. 64 streams of 500 chunks, 16 in a read, all heard", RAW, columns), results);
    judge("D", results, new Budget(Column.CPU_PER_UNIT, AT_MOST, 0.7, RAW));
    judge("D", results, new Budget(Column.BYTES_PER_UNIT, AT_MOST, 0.45, RAW));
  }

  private void pictures() throws IOException, InterruptedException {
    Results results = session.compare(Load.of(Work.PICTURE));
    List<Column> columns = List.of(Column.PER_SECOND, Column.CPU, Column.BYTES_PER_UNIT);
    tell(
        new Table("E. pictures of 8 MiB in base64, 8 at once; bytes for each byte", RAW, columns),
        results);
    judge("E", results, new Budget(Column.BYTES_PER_UNIT, AT_MOST, 0.5, null));
    judge("E", results, new Budget(Column.PER_SECOND, AT_LEAST, 4, RAW));
    Results heaps = new SmallestHeaps(session).of(results);
    tell(new Table("E. the smallest heap for that", RAW, List.of(Column.SMALLEST_HEAP)), heaps);
    judge("E", heaps, new Budget(Column.SMALLEST_HEAP, AT_MOST, 64, null));
  }

  private void events() throws IOException, InterruptedException {
    String bus = Contender.BUS.title();
    Results results = inFreshJvms(Work.EVENT);
    List<Column> columns = List.of(Column.CPU_NANOS, Column.BYTES_PER_UNIT);
    tell(new Table("F. an event at both addresses, heard at both", bus, columns), results);
    judge("F", results, new Budget(Column.CPU_NANOS, AT_MOST, 1.3, bus));
  }

  /** So little work is compiled in another way, and as fast or not, by each JVM. */
  private Results inFreshJvms(Work work) throws IOException, InterruptedException {
    return session.fresh(Load.of(work), session.who(work), "-Xms1g", "-Xmx1g");
  }

  private void unheardEvents() throws IOException, InterruptedException {
    Results results = inFreshJvms(Work.UNHEARD_EVENT);
    List<Column> columns = List.of(Column.CPU_NANOS, Column.BYTES_PER_UNIT);
    String bus = Contender.BUS.title();
    tell(new Table("F. an event that nobody hears", bus, columns), results);
    judge("F0", results, new Budget(Column.CPU_NANOS, AT_MOST, 100, null));
  }

  private void idle() throws IOException, InterruptedException {
    Results results = new Results();
    results.add(US, session.once(Load.of(Work.IDLE), Contender.ANIMUS4J, "-Xmx2g"));
    tell(
        new Table("G. 100,000 conversations of 20 messages, 1,000 bytes", US, List.of(Column.HEAP)),
        results);
    judge("G", results, new Budget(Column.HEAP, AT_MOST, 1.2 * 1000 + 600, null));
  }

  private void history() throws IOException, InterruptedException {
    Load load = Load.of(Work.HISTORY);
    Map<String, Load> loads = new LinkedHashMap<>();
    loads.put("100 messages", load.settings("m=100"));
    loads.put("10,000 messages", load.settings("m=10000"));
    loads.put("100,000 messages", load.settings("m=100000"));
    Results results = session.compare(Contender.ANIMUS4J, loads);
    List<Column> columns = List.of(Column.CPU, Column.BYTES);
    tell(new Table("H. a send after so many messages", "100 messages", columns), results);
    judge("H", results, new Budget(Column.CPU, AT_MOST, 1.1, "100 messages"));
  }

  private void starts() throws IOException, InterruptedException {
    Results results = session.starts();
    List<Column> columns = List.of(Column.START, Column.JARS, Column.MEGABYTES);
    tell(new Table("I. a cold start, and the size on disk", RAW, columns), results);
    judge("I", results, new Budget(Column.START, AT_MOST, 0.7, PEERS));
    judge("I", results, new Budget(Column.JARS, AT_MOST, 32, null));
    judge("I", results, new Budget(Column.MEGABYTES, AT_MOST, 14, null));
  }

  private void judge(String letter, Results results, Budget budget) {
    verdicts.add(
        "| %s | %s | %s | %s |"
            .formatted(
                letter, budget.claim(), budget.measured(results).text(), budget.verdict(results)));
  }
}

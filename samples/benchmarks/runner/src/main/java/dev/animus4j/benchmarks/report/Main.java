package dev.animus4j.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * Runs the workloads that are named, or all, and prints the tables; with S, also how they scale.
 * From the root of the project:
 *
 * <pre>
 * mvn -q -B -ntp -Pbenchmarks -pl samples/benchmarks/runner -am compile exec:java -Dexec.args="A D"
 * </pre>
 */
public final class Main {
  private Main() {}

  /** See {@link Plan}. */
  public static void main(String[] arguments) throws Exception {
    Plan plan = Plan.of(arguments);
    PrintStream out = System.out;
    out.println(Machine.line());
    List<String> letters = Benchmarks.LETTERS.stream().filter(plan::wants).toList();
    if (!letters.isEmpty()) {
      measure(letters, plan, out);
    }
    if (plan.letters().contains(ScalingReport.LETTER)) {
      try (BenchmarkSession benchmarkSession = new BenchmarkSession(plan.brief())) {
        new ScalingReport(benchmarkSession, plan.plots(), out).run();
      }
    }
  }

  private static void measure(List<String> letters, Plan plan, PrintStream out)
      throws IOException, InterruptedException {
    try (BenchmarkSession benchmarkSession = new BenchmarkSession(plan)) {
      Benchmarks benchmarks = new Benchmarks(benchmarkSession, out);
      for (String letter : letters) {
        benchmarks.run(letter);
      }
      benchmarks.verdict();
    }
  }
}

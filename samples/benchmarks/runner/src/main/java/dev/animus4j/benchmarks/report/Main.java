package dev.animus4j.benchmarks.report;

import java.io.PrintStream;

/**
 * Runs the workloads that are named, or all, and prints the tables. From the root of the project:
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
    try (Session session = new Session(plan)) {
      Benchmarks benchmarks = new Benchmarks(session, out);
      for (String letter : Benchmarks.LETTERS) {
        if (plan.letters().isEmpty() || plan.letters().contains(letter)) {
          benchmarks.run(letter);
        }
      }
      benchmarks.verdict();
    }
  }
}

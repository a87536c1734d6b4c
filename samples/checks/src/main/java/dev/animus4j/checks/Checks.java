package dev.animus4j.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks, each run in a JVM of its own. The last line of a run is {@code NAME: ok …figures} or
 * {@code NAME: FAILED …}, also when the JVM died or hung; of all, there is such a line for each.
 *
 * @param main the class whose {@code main} runs them, in the JVM of a check too
 */
record Checks(Class<?> main, List<Check> checks) {
  private static final String HERE = "--here";
  private static final String ALL = "all";

  /**
   * Runs the check that is named, or {@code all}; lists them when none is. {@code --here NAME} runs
   * one in this JVM.
   *
   * @return the exit code
   */
  int run(String... arguments) throws Exception {
    String name = arguments.length == 0 ? "" : arguments[arguments.length - 1];
    if (name.equals(ALL)) {
      return all();
    }
    Optional<Check> named = checks.stream().filter(check -> check.name().equals(name)).findFirst();
    if (named.isEmpty()) {
      checks.forEach(check -> System.out.println(check.name() + ": " + check.claim()));
      return name.isEmpty() ? 0 : 2;
    }
    Verdict verdict =
        arguments[0].equals(HERE) ? Verdict.on(named.get()) : new CheckRun(main, named.get()).end();
    System.out.println(verdict);
    return verdict.exitCode();
  }

  private int all() throws Exception {
    List<Verdict> verdicts = new ArrayList<>();
    String without = System.getProperty("checks.without", "");
    for (Check check : checks) {
      if (!check.name().equals(without)) {
        verdicts.add(verdict(check));
      }
    }
    System.out.println();
    verdicts.forEach(System.out::println);
    return verdicts.stream().mapToInt(Verdict::exitCode).max().orElse(0);
  }

  /** What fails is run once more: something may have disturbed the machine. */
  private Verdict verdict(Check check) throws Exception {
    Verdict verdict = new CheckRun(main, check).end();
    System.out.println(verdict);
    if (verdict.exitCode() != 0) {
      verdict = new CheckRun(main, check).end();
      System.out.println("once more, " + verdict);
    }
    return verdict;
  }

  /** The program that runs one of them in the JVM that it has to hold in. */
  static ProcessBuilder program(Class<?> main, Check check) {
    List<String> options = new ArrayList<>(check.jvm());
    for (String more : System.getProperty("checks.jvm", "").split(" ")) {
      if (!more.isEmpty()) {
        options.add(more);
      }
    }
    return ChildJvm.program(options, main.getName(), HERE, check.name());
  }
}

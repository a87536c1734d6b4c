package dev.animus4j.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs checks, each in a JVM of its own. The last line of a run is {@code NAME: ok …figures} or
 * {@code NAME: FAILED …}, also if the JVM died or hung; {@code all} prints such a line for each.
 *
 * @param main the class whose {@code main} runs them, in the JVM of a check too
 */
record CheckRunner(Class<?> main, List<Check> checks) {
  private static final String HERE = "--here";
  private static final String ALL = "all";

  /**
   * Runs the named check, or {@code all}; lists them if none is named. {@code --here NAME} runs one
   * in this JVM.
   *
   * @return the exit code
   */
  int run(String... arguments) throws Exception {
    String name = arguments.length == 0 ? "" : arguments[arguments.length - 1];
    if (name.equals(ALL)) {
      return runAll();
    }
    Optional<Check> named = checks.stream().filter(check -> check.name().equals(name)).findFirst();
    if (named.isEmpty()) {
      checks.forEach(check -> System.out.println(check.name() + ": " + check.claim()));
      return name.isEmpty() ? 0 : 2;
    }
    CheckResult result =
        arguments[0].equals(HERE)
            ? CheckResult.prove(named.get())
            : new CheckProcess(main, named.get()).run();
    System.out.println(result);
    return result.exitCode();
  }

  private int runAll() throws Exception {
    List<CheckResult> verdicts = new ArrayList<>();
    String without = System.getProperty("checks.without", "");
    for (Check check : checks) {
      if (!check.name().equals(without)) {
        verdicts.add(runWithRetry(check));
      }
    }
    System.out.println();
    verdicts.forEach(System.out::println);
    return verdicts.stream().mapToInt(CheckResult::exitCode).max().orElse(0);
  }

  /** Runs a failed check once more: something may have disturbed the machine. */
  private CheckResult runWithRetry(Check check) throws Exception {
    CheckResult result = new CheckProcess(main, check).run();
    System.out.println(result);
    if (result.exitCode() != 0) {
      result = new CheckProcess(main, check).run();
      System.out.println("once more, " + result);
    }
    return result;
  }

  /** The process that runs a check in a JVM with its options. */
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

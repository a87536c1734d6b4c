package dev.animus4j.checks;

import java.util.List;
import java.util.Optional;

/**
 * Runs the check that is named, in a JVM of its own; lists them all when none is named. The last
 * line is {@code NAME: ok …figures} or {@code NAME: FAILED …}, and the exit code matches.
 */
public final class Main {
  private static final List<Check> CHECKS =
      List.of(
          new Conversations(),
          new TwoWriters(),
          new SimulationCheck(),
          ImageLoad.memory(),
          ImageLoad.inFlight(),
          new SlowSubscriber(),
          new Soak(),
          new EventStreams(),
          new OpenStreams());

  private Main() {}

  /** {@code NAME} runs a check; {@code --here NAME} runs it in this JVM. */
  public static void main(String[] arguments) throws Exception {
    boolean here = arguments.length == 2 && arguments[0].equals("--here");
    String name = arguments.length == 0 ? "" : arguments[arguments.length - 1];
    Optional<Check> named = CHECKS.stream().filter(check -> check.name().equals(name)).findFirst();
    if (named.isEmpty()) {
      CHECKS.forEach(check -> System.out.println(check.name() + ": " + check.claim()));
      System.exit(name.isEmpty() ? 0 : 2);
    }
    System.exit(here ? prove(named.get()) : spawn(named.get()));
  }

  private static int prove(Check check) {
    try {
      System.out.println(check.name() + ": ok " + check.prove());
      return 0;
    } catch (Exception | AssertionError failure) {
      System.out.println(check.name() + ": FAILED " + failure);
      return 1;
    }
  }

  private static int spawn(Check check) throws Exception {
    String main = Main.class.getName();
    ProcessBuilder program = ChildJvm.program(check.jvm(), main, "--here", check.name());
    program.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    return ChildJvm.start(program).process().waitFor();
  }
}

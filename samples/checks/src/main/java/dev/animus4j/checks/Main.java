package dev.animus4j.checks;

import java.util.List;

/** Runs the checks of the SDK as {@link Checks} says. */
public final class Main {
  private static final List<Check> CHECKS =
      List.of(
          new Conversations(),
          new TwoWriters(),
          new SimulationCheck(),
          ImageLoad.memory(),
          ImageLoad.inFlight(),
          ImageLoad.large(),
          new SlowSubscriber(),
          new EventStreams(),
          new OpenStreams(),
          new Soak());

  private Main() {}

  /** {@code NAME} runs a check, {@code all} runs all of them, and nothing lists them. */
  public static void main(String[] arguments) throws Exception {
    System.exit(new Checks(Main.class, CHECKS).run(arguments));
  }
}

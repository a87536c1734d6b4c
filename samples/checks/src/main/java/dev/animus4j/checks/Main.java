package dev.animus4j.checks;

import java.util.List;

/** Runs the checks of the SDK; {@link CheckRunner} describes the arguments. */
public final class Main {
  private static final List<Check> CHECKS =
      List.of(
          new ConversationsCheck(),
          new ConcurrentWritersCheck(),
          new SimulationCheck(),
          ImageLoadCheck.memory(),
          ImageLoadCheck.inFlight(),
          ImageLoadCheck.large(),
          new SlowSubscriberCheck(),
          new EventStreamsCheck(),
          new OpenStreamsCheck(),
          new SoakCheck());

  private Main() {}

  /** {@code NAME} runs a check, {@code all} runs all of them, and no argument lists them. */
  public static void main(String[] arguments) throws Exception {
    System.exit(new CheckRunner(Main.class, CHECKS).run(arguments));
  }
}

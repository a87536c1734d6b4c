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
          new KillCheck(KillEngine.SQLITE),
          new KillCheck(KillEngine.POSTGRES),
          new ForwardedMessagesCheck(),
          new StoppedPeerCheck(),
          new NodesCheck(new KilledNode("two-nodes", 2, 10)),
          new NodesCheck(new KilledNode("three-nodes", 3, 30)),
          new NodesCheck(new PausedNode(20)),
          new NodesCheck(new UnfencedNode(3)),
          new NodesCheck(new RestartedNode(9)),
          new NodesCheck(new LostDatabase(5)),
          new NodesCheck(new CutNode(12)),
          new SoakCheck());

  private Main() {}

  /** {@code NAME} runs a check, {@code all} runs all of them, and no argument lists them. */
  public static void main(String[] arguments) throws Exception {
    System.exit(new CheckRunner(Main.class, CHECKS).run(arguments));
  }
}

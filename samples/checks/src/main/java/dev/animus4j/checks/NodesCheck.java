package dev.animus4j.checks;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Several nodes that send to the same conversations and listen to all of them, while something
 * happens to them at random moments. Set {@code nodes.strikes} and {@code kill.seed}.
 */
final class NodesCheck implements Check {
  private final long seed = Long.getLong("kill.seed", 1);
  private final NodeFault fault;
  private final int strikes;

  NodesCheck(NodeFault fault) {
    this.fault = fault;
    this.strikes = Integer.getInteger("nodes.strikes", fault.strikes());
  }

  @Override
  public String name() {
    return fault.name();
  }

  @Override
  public String claim() {
    return fault.claim();
  }

  @Override
  public List<String> jvm() {
    List<String> options =
        List.of(
            "-Xmx512m",
            "-Dorg.slf4j.simpleLogger.log.io.zonky=warn",
            "-Dnodes.strikes=" + strikes,
            "-Dkill.seed=" + seed);
    return Stream.concat(options.stream(), fault.load().options().stream()).toList();
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(30L * strikes).plusMinutes(2);
  }

  @Override
  public String prove() throws Exception {
    String obstacle = fault.obstacle();
    if (obstacle != null) {
      return "not run, since " + obstacle;
    }
    Random random = new Random(seed);
    try (fault;
        KillRun run = new KillRun(fault.place(), fault::access)) {
      for (int i = 0; i < fault.nodes(); i++) {
        run.start().await(KillLine.Kind.HEARD, 1);
      }
      for (int i = 0; i < strikes; i++) {
        fault.strike(run, random);
      }
      return strikes + " times: " + fault.judge(run);
    }
  }
}

package dev.animus4j.checks;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Nodes are restarted, one after the other, while all get many messages. */
record RestartedNode(int strikes) implements NodeFault {
  private static final int RATE = Integer.getInteger("nodes.rate", 200);
  private static final int CONVERSATIONS = 100;
  private static final int WORDS = 3;
  private static final int PAUSE_MILLIS = 3_000;

  @Override
  public String name() {
    return "restarted-nodes";
  }

  @Override
  public String claim() {
    return "three nodes with %d messages per second, restarted one by one: %s"
        .formatted(RATE, KEPT);
  }

  /** Four of five actions of a user are messages; between two, half of the time passes. */
  @Override
  public KillLoad load() {
    int thinkMillis = 2 * nodes() * CONVERSATIONS * 800 / RATE;
    return new KillLoad(CONVERSATIONS, thinkMillis, WORDS);
  }

  @Override
  public void strike(KillRun run, Random random) throws Exception {
    long start = System.nanoTime();
    int sends = run.sends();
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    run.stop(run.oldest());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    System.out.printf(
        "%d messages per second; the node ended after %d ms%n",
        (run.sends() - sends) * 1000L / millis, millis - PAUSE_MILLIS);
    run.start().await(KillLine.Kind.HEARD, 1);
  }
}

package dev.animus4j.checks;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A node is killed in the middle of a reply, and replaced. */
record KilledNode(String name, int nodes, int strikes) implements NodeFault {
  /** Every so many times the next one is killed before this one is replaced. */
  private static final int EARLY = 5;

  private static final int MILLIS = 1_000;

  @Override
  public String claim() {
    return nodes + " nodes, one killed in the middle of a reply and replaced: " + KEPT;
  }

  @Override
  public void strike(KillRun run, Random random) throws Exception {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(MILLIS));
    run.kill(run.awaitWord());
    KillProcess next = run.start();
    if (random.nextInt(EARLY) > 0) {
      next.await(KillLine.Kind.HEARD, 1);
    }
  }
}

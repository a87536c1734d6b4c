package dev.animus4j.checks;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A node stands still in the middle of a reply, for longer than its lease, and goes on. */
record PausedNode(int strikes) implements NodeFault {
  private static final int MILLIS = 1_000;

  @Override
  public String name() {
    return "paused-nodes";
  }

  @Override
  public String claim() {
    return "three nodes, one stopped in the middle of a reply, for longer than its lease: " + KEPT;
  }

  @Override
  public void strike(KillRun run, Random random) throws Exception {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(MILLIS));
    KillProcess owner = run.awaitWord();
    owner.pause();
    run.addCrash(owner);
    TimeUnit.MILLISECONDS.sleep(KillEngine.LEASE.toMillis() + MILLIS + random.nextInt(MILLIS));
    owner.resume();
  }
}

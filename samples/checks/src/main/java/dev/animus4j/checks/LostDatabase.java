package dev.animus4j.checks;

import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The server of the database is killed while all nodes send, and started again. */
record LostDatabase(int strikes) implements NodeFault {
  private static final int MILLIS = 3_000;

  @Override
  public String name() {
    return "database-of-nodes";
  }

  @Override
  public String claim() {
    return "three nodes, their database killed with signal 9 and started again: " + KEPT;
  }

  @Override
  public void strike(KillRun run, Random random) throws Exception {
    KillServer server = Objects.requireNonNull(run.place().server());
    TimeUnit.MILLISECONDS.sleep(random.nextInt(MILLIS));
    run.awaitWord();
    server.kill();
    run.addCrashOfAll();
    TimeUnit.MILLISECONDS.sleep(random.nextInt(MILLIS));
    server.restart();
    run.awaitWord();
  }
}

package dev.animus4j.checks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills client after client at random moments, all on the same ledger, and then compares what they
 * published with what is stored. Set {@code kill.rounds} and {@code kill.seed}.
 */
final class KillCheck implements Check {
  /** Every so many rounds a client is killed while it ends what the one before left running. */
  private static final int EARLY_ROUNDS = 5;

  private static final int EARLY_MILLIS = 500;
  private static final int EVENTS = 250;
  private static final int MILLIS = 20;

  private final int rounds = Integer.getInteger("kill.rounds", 25);
  private final long seed = Long.getLong("kill.seed", 1);
  private final KillEngine engine;

  KillCheck(KillEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "kill-" + engine.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String claim() {
    return "clients killed at random moments: nothing acknowledged is lost, published or paid twice";
  }

  @Override
  public List<String> jvm() {
    return List.of(
        "-Xmx512m",
        "-Dorg.slf4j.simpleLogger.log.io.zonky=warn",
        "-Dkill.rounds=" + rounds,
        "-Dkill.seed=" + seed);
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(20L * rounds).plusMinutes(2);
  }

  @Override
  public String prove() throws Exception {
    Random random = new Random(seed);
    try (KillRun run = new KillRun(KillPlace.create(engine))) {
      for (int round = 0; round < rounds; round++) {
        kill(run, round % EARLY_ROUNDS == EARLY_ROUNDS - 1, random);
      }
      return rounds + " rounds: " + run.judge().require();
    }
  }

  /** Most are run until so many events: how long they take depends on the machine. */
  private static void kill(KillRun run, boolean isEarly, Random random) throws Exception {
    KillProcess client = run.start();
    if (isEarly) {
      client.await(KillLine.Kind.OPEN, 1);
    } else {
      client.await(KillLine.Kind.EVENT, 1 + random.nextInt(EVENTS));
    }
    TimeUnit.MILLISECONDS.sleep(random.nextInt(isEarly ? EARLY_MILLIS : MILLIS));
    run.kill(client);
  }
}

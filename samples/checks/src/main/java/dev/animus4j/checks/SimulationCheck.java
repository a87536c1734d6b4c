package dev.animus4j.checks;

import dev.animus4j.checks.simulation.LedgerSimulation;
import dev.animus4j.checks.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a million exchanges of random worlds, and 25,000 messages to clients on a ledger that fails.
 * Another first seed, or other numbers, are set by the environment: {@code SIMULATION_SEED}, {@code
 * SIMULATION_EXCHANGES}, {@code SIMULATION_LEDGER}.
 */
final class SimulationCheck implements Check {
  private static final long MINUTES = 10;

  @Override
  public String name() {
    return "simulation";
  }

  @Override
  public String claim() {
    return "a million exchanges of random worlds on one core in ten minutes: nothing out of order, "
        + "lost, left over or remembered wrongly, nor with a ledger that fails and clients that "
        + "crash";
  }

  @Override
  public List<String> jvm() {
    return List.of(
        "-Xmx256m", "-XX:ActiveProcessorCount=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(20);
  }

  @Override
  public String prove() throws Exception {
    long seed = number("SIMULATION_SEED", 1);
    long exchanges = number("SIMULATION_EXCHANGES", 1_000_000);
    long messages = number("SIMULATION_LEDGER", 25_000);
    long start = System.nanoTime();
    String figures;
    try (Simulation simulation = new Simulation()) {
      figures = simulation.run(seed, exchanges).toString();
    }
    try (LedgerSimulation simulation = new LedgerSimulation()) {
      figures += "; " + simulation.run(seed, messages);
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    Check.require(seconds <= MINUTES * 60, "it took %d s: %s", seconds, figures);
    return "%s, from seed %d, in %d s".formatted(figures, seed, seconds);
  }

  private static long number(String name, long usual) {
    String value = System.getenv(name);
    return value == null ? usual : Long.parseLong(value);
  }
}

package dev.animus4j.checks;

import java.time.Duration;
import java.util.List;

/** Checks that do not end; one has a limit that is just enough for two JVMs to start. */
final class EndlessChecks {
  private EndlessChecks() {}

  public static void main(String[] arguments) throws Exception {
    List<Check> checks =
        List.of(
            new Proof("hanging", Duration.ofSeconds(8), Proof::forever),
            new Proof("waiting", Duration.ofMinutes(2), Proof::forever));
    System.exit(new CheckRunner(EndlessChecks.class, checks).run(arguments));
  }
}

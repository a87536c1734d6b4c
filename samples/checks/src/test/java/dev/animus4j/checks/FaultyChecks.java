package dev.animus4j.checks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks of which one holds. */
final class FaultyChecks {
  private static final Duration LONG = Duration.ofMinutes(2);

  private FaultyChecks() {}

  public static void main(String[] arguments) throws Exception {
    List<Check> checks =
        List.of(
            new Proof("good", LONG, () -> "2 figures" + System.getProperty("more", "")),
            new Proof("wrong", LONG, FaultyChecks::wrong),
            new Proof("filling", LONG, FaultyChecks::fill));
    System.exit(new CheckRunner(FaultyChecks.class, checks).run(arguments));
  }

  private static String wrong() {
    Check.require(false, "%d of %d%ncame", 1, 2);
    return "";
  }

  private static String fill() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[100_000]);
    }
  }
}

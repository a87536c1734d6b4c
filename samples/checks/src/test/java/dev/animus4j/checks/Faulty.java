package dev.animus4j.checks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks of which one holds. */
final class Faulty {
  private static final Duration LONG = Duration.ofMinutes(2);

  private Faulty() {}

  public static void main(String[] arguments) throws Exception {
    List<Check> checks =
        List.of(
            new Proof("good", LONG, () -> "2 figures" + System.getProperty("more", "")),
            new Proof("wrong", LONG, Faulty::wrong),
            new Proof("filling", LONG, Faulty::fill));
    System.exit(new Checks(Faulty.class, checks).run(arguments));
  }

  private static String wrong() {
    Check.that(false, "%d of %d%ncame", 1, 2);
    return "";
  }

  private static String fill() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[100_000]);
    }
  }
}

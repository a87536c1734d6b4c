package dev.animus4j.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Measures noise from its creation: foreign load on the measured processor, on that of the
 * provider, and how busy the provider is; in processor seconds per second. Without pinned
 * processors it measures nothing.
 */
final class NoiseMeter {
  /** The measurement of the noise; above 1 it was too noisy. */
  static final String NAME = "noise";

  /** The measurement of the provider's share of a processor. */
  static final String PROVIDER = "provider";

  private static final double MOST_HERE = 0.06;
  private static final double MOST_THERE = 0.12;

  private final PinnedJvm provider;
  private final long start = System.nanoTime();
  private final double busyHere = busySeconds(PinnedJvm.MEASURED);
  private final double busyThere = busySeconds(PinnedJvm.PROVIDER);
  private final double provided;

  NoiseMeter(PinnedJvm provider) {
    this.provider = provider;
    this.provided = provider.processorSeconds();
  }

  /** The noise so far, if the measured JVM has used so many seconds of its processor. */
  Map<String, Double> read(double used) {
    double seconds = (System.nanoTime() - start) / 1e9;
    double providing = provider.processorSeconds() - provided;
    double here = (busySeconds(PinnedJvm.MEASURED) - busyHere - used) / seconds;
    double there = (busySeconds(PinnedJvm.PROVIDER) - busyThere - providing) / seconds;
    double noise = Math.max(here / MOST_HERE, there / MOST_THERE);
    return Map.of(PROVIDER, providing / seconds, NAME, PinnedJvm.canPin() ? noise : 0);
  }

  /** Seconds for which a processor was busy, by others on this machine or by its host. */
  private static double busySeconds(String processor) {
    try {
      return Files.readAllLines(Path.of("/proc/stat")).stream()
          .filter(line -> line.startsWith("cpu" + processor + " "))
          .map(line -> line.split(" ", -1))
          .mapToDouble(f -> sum(f[1], f[2], f[3], f[6], f[7], f[8]) / 100)
          .sum();
    } catch (IOException notLinux) {
      return 0;
    }
  }

  private static double sum(String... numbers) {
    double sum = 0;
    for (String number : numbers) {
      sum += Double.parseDouble(number);
    }
    return sum;
  }
}

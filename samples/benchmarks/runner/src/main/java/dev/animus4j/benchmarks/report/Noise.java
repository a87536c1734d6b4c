package dev.animus4j.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What goes on beside what is measured, from when this is made: on its own processor, on that of
 * the provider, and how busy the provider is; in processor seconds per second. Nothing is known
 * where nobody is tied to a processor.
 */
final class Noise {
  /** The figure that tells how noisy it was; above 1 it was too noisy. */
  static final String NAME = "noise";

  /** The figure that tells which part of a processor the provider took. */
  static final String PROVIDER = "provider";

  private static final double MOST_HERE = 0.06;
  private static final double MOST_THERE = 0.12;

  private final Jvm provider;
  private final long start = System.nanoTime();
  private final double busyHere = busy(Jvm.MEASURED);
  private final double busyThere = busy(Jvm.PROVIDER);
  private final double provided;

  Noise(Jvm provider) {
    this.provider = provider;
    this.provided = provider.processorSeconds();
  }

  /** So far, when who is measured has used so many seconds of its processor. */
  Map<String, Double> read(double used) {
    double seconds = (System.nanoTime() - start) / 1e9;
    double providing = provider.processorSeconds() - provided;
    double here = (busy(Jvm.MEASURED) - busyHere - used) / seconds;
    double there = (busy(Jvm.PROVIDER) - busyThere - providing) / seconds;
    double noise = Math.max(here / MOST_HERE, there / MOST_THERE);
    return Map.of(PROVIDER, providing / seconds, NAME, Jvm.canPin() ? noise : 0);
  }

  /** Seconds for which a processor was not to be had, be it by others on this machine or not. */
  private static double busy(String processor) {
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

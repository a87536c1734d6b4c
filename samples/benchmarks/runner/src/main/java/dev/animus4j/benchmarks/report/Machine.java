package dev.animus4j.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Machine and date of a measurement. */
final class Machine {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  private Machine() {}

  static String line() {
    return "%s, %d processors, %s %s, JDK %s (%s), %s%s"
        .formatted(
            model(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version().feature(),
            System.getProperty("java.vendor"),
            LocalDate.now(ZoneOffset.UTC),
            (PinnedJvm.canPin() ? "; one processor for the provider, one for who is measured" : "")
                + (hasVirtualThreads() ? "; who blocks has virtual threads" : ""));
  }

  static boolean hasVirtualThreads() {
    return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
  }

  private static String model() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException notLinux) {
      return "unknown processor";
    }
  }
}

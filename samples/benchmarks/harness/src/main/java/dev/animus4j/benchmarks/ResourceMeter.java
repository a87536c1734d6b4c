package dev.animus4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resources that this JVM uses from the creation of the meter: time, processor time without that of
 * the compilers, allocated bytes of all threads, also of ended ones, and peak memory and thread
 * count. What the operating system does not report is left out.
 */
public final class ResourceMeter {
  private static final double GIGA = 1e9;

  private final double heap;
  private final long bytes;
  private final double compiling;
  private final double processor;
  private final long start;

  /** Begins. */
  public ResourceMeter() {
    this.heap = heap();
    write(Path.of("/proc/self/clear_refs"), "5");
    ManagementFactory.getThreadMXBean().resetPeakThreadCount();
    this.bytes = allocated();
    this.compiling = compiling();
    this.processor = processor();
    this.start = System.nanoTime();
  }

  /** Figures so far, by name; times in seconds. */
  public Map<String, Double> read() {
    Map<String, Double> figures = new LinkedHashMap<>();
    double seconds = (System.nanoTime() - start) / GIGA;
    double used = processor() - processor;
    figures.put("seconds", seconds);
    double compiled = compiling() - compiling;
    figures.put("cpu", used - compiled);
    figures.put("compiling", compiled);
    figures.put("bytes", (double) (allocated() - bytes));
    figures.put("threads", (double) ManagementFactory.getThreadMXBean().getPeakThreadCount());
    figures.put("rss", status("VmHWM:") * 1024);
    figures.put("heap", heap() - heap);
    return figures;
  }

  /**
   * Bytes allocated so far by all threads, ended ones included; JDK 17 has no public API for it.
   */
  private static long allocated() {
    try {
      Method total = ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
      return (Long) total.invoke(ManagementFactory.getThreadMXBean());
    } catch (ReflectiveOperationException notThisJvm) {
      return 0;
    }
  }

  /** The heap in use. */
  private static double heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double processor() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / GIGA;
  }

  private static double compiling() {
    double nanos = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        String name = first(thread.resolve("comm"));
        if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
          nanos += Double.parseDouble(first(thread.resolve("schedstat")).split(" ", 2)[0]);
        }
      }
    } catch (IOException | NumberFormatException notLinux) {
      return 0;
    }
    return nanos / GIGA;
  }

  private static double status(String name) {
    return lines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  private static String first(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "" : lines.get(0);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException notLinux) {
      return List.of();
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException notLinux) {
      return;
    }
  }
}

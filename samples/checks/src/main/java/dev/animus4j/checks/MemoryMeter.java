package dev.animus4j.checks;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Samples every 10 ms how much memory this JVM uses, garbage included, and keeps the maximum. */
final class MemoryMeter implements AutoCloseable {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile long heap;
  private volatile long direct;

  MemoryMeter() {
    var unused = clock.scheduleAtFixedRate(this::look, 0, 10, TimeUnit.MILLISECONDS);
  }

  long heapMegabytes() {
    return heap >> 20;
  }

  /** Direct memory: the buffers of the network. */
  long directMegabytes() {
    return direct >> 20;
  }

  /** The used heap, garbage included, in bytes. */
  static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The used heap after full collections, in bytes: the minimum of a few samples. */
  static long live() throws InterruptedException {
    long minimum = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      minimum = Math.min(minimum, used());
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return minimum;
  }

  /** The peak resident memory of a process, in megabytes. */
  static long resident(String process) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", process, "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .sum();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void look() {
    heap = Math.max(heap, used());
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    direct = Math.max(direct, buffers);
  }
}

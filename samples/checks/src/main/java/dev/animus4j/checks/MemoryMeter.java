package dev.animus4j.checks;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks every 10 ms how much memory this JVM uses, garbage included, and remembers the most. */
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

  /** Beside the heap: the buffers of the network. */
  long directMegabytes() {
    return direct >> 20;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void look() {
    heap = Math.max(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    direct = Math.max(direct, buffers);
  }
}

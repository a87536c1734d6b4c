package dev.animus4j.checks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Resources of this JVM after a full collection; the difference of two snapshots shows leaks.
 *
 * @param heap in megabytes
 * @param files open files, sockets included
 * @param timers pending timers
 * @param listeners subscriptions to the events of conversations
 */
record ResourceSnapshot(long heap, long files, long threads, long timers, long listeners) {

  static ResourceSnapshot take() throws JMException, IOException {
    String classes = histogram();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    return new ResourceSnapshot(
        heap,
        openFiles(),
        Thread.activeCount(),
        count(classes, "io.netty.util.concurrent.ScheduledFutureTask"),
        count(classes, "dev.animus4j.chat.event.ResumedEvents"));
  }

  private static String histogram() throws JMException {
    ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                commands,
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
  }

  private static long openFiles() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (!Files.isDirectory(open)) {
      return 0;
    }
    try (var files = Files.list(open)) {
      return files.count();
    }
  }

  /** Counts instances; the lines of the histogram are: number, instances, bytes, class. */
  private static long count(String histogram, String type) {
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 3 && words[3].equals(type))
        .mapToLong(words -> Long.parseLong(words[1]))
        .sum();
  }

  /** Fails if there is more than before, beyond what a few idle connections explain. */
  void requireAtMost(ResourceSnapshot before, int connections, int megabytes) {
    Check.require(heap <= before.heap + megabytes, "heap grew from %s to %s", before, this);
    Check.require(files <= before.files + connections, "files were left: %s, %s", before, this);
    Check.require(threads <= before.threads + 4, "threads were left: %s, %s", before, this);
    Check.require(timers <= before.timers + 4L * connections, "timers: %s, %s", before, this);
    Check.require(listeners == 0, "%s listeners were left", listeners);
  }
}

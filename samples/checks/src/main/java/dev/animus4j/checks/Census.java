package dev.animus4j.checks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What there is in this JVM after a full collection, so that two of them show what was left behind.
 *
 * @param heap in megabytes
 * @param files open ones, sockets included
 * @param timers those that are still to fire
 * @param listeners to the events of conversations
 */
record Census(long heap, long files, long threads, long timers, long listeners) {

  static Census taken() throws JMException, IOException {
    String classes = histogram();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    return new Census(
        heap,
        openFiles(),
        Thread.activeCount(),
        count(classes, "io.netty.util.concurrent.ScheduledFutureTask"),
        count(classes, "dev.animus4j.chat.event.Resumption"));
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

  /** Lines read: number, instances, bytes, class. */
  private static long count(String histogram, String type) {
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 3 && words[3].equals(type))
        .mapToLong(words -> Long.parseLong(words[1]))
        .sum();
  }

  /** Fails when there is more than before, beyond what a few idle connections explain. */
  void mustNotExceed(Census before, int connections, int megabytes) {
    Check.that(heap <= before.heap + megabytes, "heap grew from %s to %s", before, this);
    Check.that(files <= before.files + connections, "files were left: %s, %s", before, this);
    Check.that(threads <= before.threads + 4, "threads were left: %s, %s", before, this);
    Check.that(timers <= before.timers + 4L * connections, "timers: %s, %s", before, this);
    Check.that(listeners == 0, "%s listeners were left", listeners);
  }
}

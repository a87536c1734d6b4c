package dev.animus4j.checks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Thread dump of another JVM, with the locks that are held. */
final class ThreadDump {
  private static final long PATIENCE = 30;

  private ThreadDump() {}

  /**
   * Prints it to the standard error, or why there is none; gives up on a JVM that does not respond.
   */
  static void print(long pid) {
    String command = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process dump =
          new ProcessBuilder(command, "" + pid, "Thread.print", "-l")
              .redirectErrorStream(true)
              .start();
      CompletableFuture.delayedExecutor(PATIENCE, TimeUnit.SECONDS).execute(dump::destroyForcibly);
      dump.getInputStream().transferTo(System.err);
    } catch (IOException e) {
      System.err.println("There is no thread dump of " + pid + ": " + e.getMessage());
    }
  }
}

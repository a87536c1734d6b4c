package dev.animus4j.checks;

import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Check in a JVM of its own: its output is passed on except for the result line, and if it dies or
 * exceeds its time limit, there is a result all the same.
 */
final class CheckProcess {
  private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError: ";

  private static final long PATIENCE_MILLIS = 10_000;

  /** Exit codes above it are those of a signal. */
  private static final int SIGNALS = 128;

  private final Class<?> main;
  private final Check check;

  // the last line of the child, read when its output has ended
  private String last = "";
  private String outOfMemory = "";
  private @Nullable CheckResult result;

  CheckProcess(Class<?> main, Check check) {
    this.main = main;
    this.check = check;
  }

  /** Runs it to its end. */
  CheckResult run() throws Exception {
    try (ChildJvm child = ChildJvm.start(CheckRunner.program(main, check))) {
      Thread listener = new Thread(() -> readOutput(child.output()), "output of " + check.name());
      listener.setDaemon(true);
      listener.start();
      if (!child.process().waitFor(check.limit().toMillis(), TimeUnit.MILLISECONDS)) {
        ThreadDump.print(child.pid());
        return CheckResult.failed(check, "it did not end in " + check.limit().toSeconds() + " s");
      }
      listener.join(PATIENCE_MILLIS);
      return resultOf(child.process().exitValue());
    }
  }

  private void readOutput(BufferedReader output) {
    try {
      output.lines().forEach(this::readLine);
    } catch (UncheckedIOException broken) {
      last = "(its output broke)";
    }
  }

  private void readLine(String line) {
    if (CheckResult.isResultLine(line, check)) {
      result = CheckResult.parse(line, check);
      return;
    }
    System.out.println(line);
    if (line.startsWith(OUT_OF_MEMORY)) {
      outOfMemory = "out of memory: " + line.substring(OUT_OF_MEMORY.length()) + ", ";
    } else if (!line.isBlank()) {
      last = line;
    }
  }

  private CheckResult resultOf(int exitCode) {
    if (result != null && result.exitCode() == exitCode) {
      return result;
    }
    String signal = exitCode > SIGNALS ? " (signal " + (exitCode - SIGNALS) + ")" : "";
    String before = result == null ? last : result.toString();
    String death = outOfMemory + "exit code " + exitCode + signal;
    return CheckResult.failed(check, before.isEmpty() ? death : death + "; before: " + before);
  }
}

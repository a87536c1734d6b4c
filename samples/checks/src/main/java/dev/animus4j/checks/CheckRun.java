package dev.animus4j.checks;

import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A check in a JVM of its own, which is watched from here: what it says is passed on but for its
 * verdict, and when it dies or does not end in time, there is a verdict all the same.
 */
final class CheckRun {
  private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError: ";

  private static final long PATIENCE_MILLIS = 10_000;

  /** Exit codes above it are those of a signal. */
  private static final int SIGNALS = 128;

  private final Class<?> main;
  private final Check check;

  // said by the child, and read when its output has ended
  private String last = "";
  private String outOfMemory = "";
  private @Nullable Verdict verdict;

  CheckRun(Class<?> main, Check check) {
    this.main = main;
    this.check = check;
  }

  /** Runs it to its end. */
  Verdict end() throws Exception {
    try (ChildJvm child = ChildJvm.start(Checks.program(main, check))) {
      Thread listener = new Thread(() -> listen(child.output()), "output of " + check.name());
      listener.setDaemon(true);
      listener.start();
      if (!child.process().waitFor(check.limit().toMillis(), TimeUnit.MILLISECONDS)) {
        ThreadDump.print(child.pid());
        return Verdict.failed(check, "it did not end in " + check.limit().toSeconds() + " s");
      }
      listener.join(PATIENCE_MILLIS);
      return ended(child.process().exitValue());
    }
  }

  private void listen(BufferedReader output) {
    try {
      output.lines().forEach(this::take);
    } catch (UncheckedIOException broken) {
      last = "(its output broke)";
    }
  }

  private void take(String line) {
    if (Verdict.in(line, check)) {
      verdict = Verdict.of(line, check);
      return;
    }
    System.out.println(line);
    if (line.startsWith(OUT_OF_MEMORY)) {
      outOfMemory = "out of memory: " + line.substring(OUT_OF_MEMORY.length()) + ", ";
    } else if (!line.isBlank()) {
      last = line;
    }
  }

  private Verdict ended(int exitCode) {
    if (verdict != null && verdict.exitCode() == exitCode) {
      return verdict;
    }
    String signal = exitCode > SIGNALS ? " (signal " + (exitCode - SIGNALS) + ")" : "";
    String before = verdict == null ? last : verdict.toString();
    String death = outOfMemory + "exit code " + exitCode + signal;
    return Verdict.failed(check, before.isEmpty() ? death : death + "; before: " + before);
  }
}

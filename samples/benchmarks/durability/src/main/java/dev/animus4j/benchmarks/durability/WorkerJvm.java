package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.Measurements;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * JVM for one {@link Assignment}; with other classes of the SDK before its own, if there are any.
 */
record WorkerJvm(String olderClasses) {
  private static final int FIRST_LINES = 1_600;
  private static final int SECONDS = 5;

  /** Runs it to its end. */
  Measurements run(Assignment assignment, List<String> input) throws IOException {
    Process process = start(assignment);
    try (BufferedWriter writer = process.outputWriter(StandardCharsets.UTF_8)) {
      for (String line : input) {
        writer.write(line + "\n");
      }
    }
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      return reader
          .lines()
          .filter(line -> line.startsWith(DurabilityWorker.RESULT))
          .map(line -> Measurements.parse(line.substring(DurabilityWorker.RESULT.length())))
          .findFirst()
          .orElseThrow(() -> new IOException("the JVM has ended: " + assignment));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Kills it so many milliseconds after its first thousands of lines; all that it printed. */
  List<String> kill(Assignment assignment, long millis) throws Exception {
    Process process = start(assignment);
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null) {
        lines.add(line);
        if (lines.size() == FIRST_LINES) {
          Thread killer = new Thread(() -> kill(process, millis));
          killer.start();
        }
        line = reader.readLine();
      }
    }
    return lines;
  }

  private static void kill(Process process, long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException early) {
      Thread.currentThread().interrupt();
    }
    // that of the process itself would close its output, with what was not read yet
    process.toHandle().destroyForcibly();
  }

  /** The option that says how long each is warmed up, and measured. */
  private static String seconds() {
    return "-Ddurability.seconds=" + Integer.getInteger("durability.seconds", SECONDS);
  }

  private Process start(Assignment assignment) throws IOException {
    String own = System.getProperty("java.class.path");
    String classPath = olderClasses.isEmpty() ? own : olderClasses + File.pathSeparator + own;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms1g", "-Xmx1g", seconds(), "-cp", classPath));
    command.add(DurabilityWorker.class.getName());
    command.addAll(assignment.words());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}

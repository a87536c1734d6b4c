package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Measurements;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * JVM pinned to a processor. Where the operating system allows it and there are two processors, the
 * provider has the first one, and the contender the second.
 */
final class PinnedJvm implements AutoCloseable {
  static final String BOTH = "0,1";
  static final String PROVIDER = "0";
  static final String MEASURED = "1";
  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;

  private PinnedJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts a JVM pinned to this processor from its first instruction. */
  static PinnedJvm start(
      String processor, ClassPath classPath, List<String> options, String... program)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (canPin()) {
      command.addAll(List.of(TASKSET.toString(), "-c", processor));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath.argument()));
    command.addAll(List.of(program));
    ProcessBuilder builder = new ProcessBuilder(command);
    return new PinnedJvm(builder.redirectError(log()).start());
  }

  private static ProcessBuilder.Redirect log() throws IOException {
    Path logs = Files.createDirectories(Path.of("samples", "benchmarks", "target"));
    return ProcessBuilder.Redirect.appendTo(logs.resolve("benchmarks.log").toFile());
  }

  /** The next line of its output. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the JVM has ended; see samples/benchmarks/target/benchmarks.log");
    }
    return line;
  }

  /** Sends a command to a worker, and waits for its result. */
  Measurements ask(String command) throws IOException {
    input.write(command + "\n");
    input.flush();
    String line = line();
    while (!line.startsWith("= ")) {
      line = line();
    }
    return Measurements.parse(line.substring(2));
  }

  /** Pins all its threads to these processors from now on. */
  void pin(String processors) throws IOException, InterruptedException {
    if (canPin()) {
      String pid = Long.toString(process.pid());
      new ProcessBuilder(TASKSET.toString(), "-a", "-p", "-c", processors, pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  /** The processor time of all processors, since it started. */
  double processorSeconds() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9;
  }

  static boolean canPin() {
    return Files.isExecutable(TASKSET) && Runtime.getRuntime().availableProcessors() > 1;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

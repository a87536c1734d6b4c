package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Figures;
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
 * A JVM of its own. Where the operating system lets us and there are two processors, the provider
 * has the first one, and who is measured the second.
 */
final class Jvm implements AutoCloseable {
  static final String BOTH = "0,1";
  static final String PROVIDER = "0";
  static final String MEASURED = "1";
  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;

  private Jvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Tied to this processor from its first instruction. */
  static Jvm start(String processor, ClassPath classPath, List<String> options, String... program)
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
    return new Jvm(builder.redirectError(log()).start());
  }

  private static ProcessBuilder.Redirect log() throws IOException {
    Path logs = Files.createDirectories(Path.of("samples", "benchmarks", "target"));
    return ProcessBuilder.Redirect.appendTo(logs.resolve("benchmarks.log").toFile());
  }

  /** Its next line of output. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the JVM has ended; see samples/benchmarks/target/benchmarks.log");
    }
    return line;
  }

  /** Tells a worker what to do, and waits until it is done. */
  Figures ask(String order) throws IOException {
    input.write(order + "\n");
    input.flush();
    String line = line();
    while (!line.startsWith("= ")) {
      line = line();
    }
    return Figures.parse(line.substring(2));
  }

  /** From now on all its threads run on these processors only. */
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

  /** Of all processors, since it began. */
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

package dev.animus4j.checks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * JVM that ends with its parent, however that ends: its standard input is a pipe from there, which
 * closes even when a process is killed.
 */
final class ChildJvm implements AutoCloseable {
  private static final long PATIENCE = 10;

  private final Process process;
  private final BufferedReader output;
  private final Thread goodbye = new Thread(this::end);

  private ChildJvm(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(goodbye);
  }

  /** The process of a class, on the class path of this JVM; its standard error goes to ours. */
  static ProcessBuilder program(List<String> options, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), ChildJvm.class.getName(), main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  static ChildJvm start(ProcessBuilder program) throws IOException {
    return new ChildJvm(program.start());
  }

  static ChildJvm start(List<String> options, Class<?> main, Object... arguments)
      throws IOException {
    String[] values = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    return start(program(options, main.getName(), values));
  }

  /** Runs the named class in the child. */
  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(ChildJvm::endWithParent, "parent");
    watch.setDaemon(true);
    watch.start();
    String[] own = Arrays.copyOfRange(arguments, 1, arguments.length);
    Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) own);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException broken) {
      System.err.println("The pipe from the parent broke: " + broken.getMessage());
    }
    Runtime.getRuntime().halt(1);
  }

  long pid() {
    return process.pid();
  }

  Process process() {
    return process;
  }

  /** The next line of its output. */
  String line() throws IOException {
    String line = output.readLine();
    Check.require(line != null, "process %d ended without a word", pid());
    return String.valueOf(line);
  }

  BufferedReader output() {
    return output;
  }

  /** Closes its input, and kills it if it does not end. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(goodbye);
    } catch (IllegalStateException endingAnyway) {
      return;
    }
  }

  private void end() {
    process.toHandle().destroy();
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Maven runs programs from a class loader of its own rather than from the class path. */
  private static String classPath() {
    return ChildJvm.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(ChildJvm::file)
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private static String file(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

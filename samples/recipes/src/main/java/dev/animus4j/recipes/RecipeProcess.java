package dev.animus4j.recipes;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Program in a process of its own, what it prints is printed here behind its name. */
final class RecipeProcess extends Thread {
  private final Process process;

  private RecipeProcess(String name, Process process) {
    super(name);
    this.process = process;
  }

  /** Runs a program, which is given these arguments, the first of which is its name. */
  static RecipeProcess start(Class<?> program, String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder command = new ProcessBuilder(java, "-cp", classPath(), program.getName());
    command.command().addAll(Stream.of(arguments).toList());
    Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    RecipeProcess running = new RecipeProcess(arguments[0], process);
    running.start();
    return running;
  }

  @Override
  public void run() {
    process.inputReader().lines().forEach(line -> System.out.println(getName() + ": " + line));
  }

  /** Maven runs programs from a class loader of its own rather than from the class path. */
  private static String classPath() {
    return RecipeProcess.class.getClassLoader() instanceof URLClassLoader maven
        ? Stream.of(maven.getURLs())
            .map(URL::getPath)
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }
}

package dev.animus4j.checks;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs the check that is named, in a JVM of its own; lists them all when none is named. The last
 * line is {@code NAME: ok …figures} or {@code NAME: FAILED …}, and the exit code matches.
 */
public final class Main {
  private static final List<Check> CHECKS =
      List.of(
          new Conversations(),
          new TwoWriters(),
          new SimulationCheck(),
          ImageLoad.memory(),
          ImageLoad.inFlight(),
          new SlowSubscriber(),
          new Soak(),
          new EventStreams());

  private Main() {}

  /** {@code NAME} runs a check; {@code --here NAME} runs it in this JVM. */
  public static void main(String[] arguments) throws Exception {
    boolean here = arguments.length == 2 && arguments[0].equals("--here");
    String name = arguments.length == 0 ? "" : arguments[arguments.length - 1];
    Optional<Check> named = CHECKS.stream().filter(check -> check.name().equals(name)).findFirst();
    if (named.isEmpty()) {
      CHECKS.forEach(check -> System.out.println(check.name() + ": " + check.claim()));
      System.exit(name.isEmpty() ? 0 : 2);
    }
    System.exit(here ? prove(named.get()) : spawn(named.get()));
  }

  private static int prove(Check check) {
    try {
      System.out.println(check.name() + ": ok " + check.prove());
      return 0;
    } catch (Exception | AssertionError failure) {
      System.out.println(check.name() + ": FAILED " + failure);
      return 1;
    }
  }

  private static int spawn(Check check) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(check.jvm());
    command.addAll(List.of("-cp", classPath(), Main.class.getName(), "--here", check.name()));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** Maven runs programs from a class loader of its own rather than from the class path. */
  static String classPath() {
    return Main.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(Main::file)
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

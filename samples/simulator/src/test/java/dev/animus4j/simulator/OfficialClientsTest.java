package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs of clients for Node, in {@code src/test/node}, against the simulator. */
@Tag("long")
@Timeout(300)
class OfficialClientsTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  private static final Path SOURCE = Path.of("src/test/node");
  private static final Path FOLDER = Path.of("target/node");

  @BeforeAll
  static void nodeIsThere() {
    boolean there = Stream.of("node", "npm").allMatch(OfficialClientsTest::isOnPath);
    assumeTrue(
        there || System.getenv("CI") != null,
        "Node and npm are not on the path: the clients of others are not tried");
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void theUsualProgramsOfOfficialClientsRun() throws Exception {
    List<String> programs = copySources();
    Path installed = FOLDER.resolve("node_modules/.package-lock.json");
    Path lock = FOLDER.resolve("package-lock.json");
    if (!Files.exists(installed)
        || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) < 0) {
      run("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
    }
    List<String> command = new ArrayList<>(List.of("node", "--test"));
    command.addAll(programs);
    run(command.toArray(String[]::new));
  }

  /** Copies the sources, with their times, and returns the names of the programs. */
  private static List<String> copySources() throws IOException {
    Files.createDirectories(FOLDER);
    List<String> programs = new ArrayList<>();
    try (Stream<Path> sources = Files.list(SOURCE)) {
      for (Path source : sources.sorted().toList()) {
        String name = source.getFileName().toString();
        Path copy = FOLDER.resolve(name);
        Files.deleteIfExists(copy);
        Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES);
        if (name.endsWith(".test.mjs")) {
          programs.add(name);
        }
      }
    }
    return programs;
  }

  private static void run(String... command) throws Exception {
    Path output = FOLDER.resolve(command[0] + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("SIMULATOR_ORIGIN", RUNNING.simulator().origin());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }
}

package dev.animus4j.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs checks in JVMs below one that stands for Maven's. */
@Tag("long")
class CheckRunnerTest {
  private static final String WRONG = "wrong: FAILED 1 of 2; came";

  @TempDir private Path directory;

  @Test
  void aCheckThatHoldsSaysSoLast() throws Exception {
    Run run = new Run(FaultyChecks.class, "good").end();
    assertThat(run.exitCode()).isZero();
    assertThat(run.last()).isEqualTo("good: ok 2 figures");
    run.leavesNothing();
  }

  @Test
  void aCheckThatDoesNotHoldSaysInOneLineWhy() throws Exception {
    Run run = new Run(FaultyChecks.class, "wrong").end();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.last()).isEqualTo(WRONG);
    run.leavesNothing();
  }

  @Test
  void aCheckThatHangsFailsAndShowsItsThreads() throws Exception {
    Run run = new Run(EndlessChecks.class, "hanging").end();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.last()).isEqualTo("hanging: FAILED it did not end in 8 s");
    assertThat(run.errors())
        .contains("Full thread dump", "\"main\"", "Proof.forever", "- locked <")
        .contains("Locked ownable synchronizers");
    run.leavesNothing();
  }

  @Test
  void aCheckThatRunsOutOfMemoryFails() throws Exception {
    Run run = new Run(FaultyChecks.class, "filling").end();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.last())
        .startsWith("filling: FAILED out of memory: Java heap space, exit code 3; before: pids ");
    run.leavesNothing();
  }

  @Test
  void aCheckWhoseJvmIsKilledFails() throws Exception {
    Run run = new Run(EndlessChecks.class, "waiting").untilPids();
    run.processes().get(0).destroyForcibly();
    run.end();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.last()).startsWith("waiting: FAILED exit code 137 (signal 9); before: pids ");
    run.leavesNothing();
  }

  @Test
  void nothingOutlivesTheOneWhoStartedIt() throws Exception {
    Run run = new Run(EndlessChecks.class, "waiting").untilPids();
    run.jvm.process().toHandle().destroyForcibly();
    run.end().leavesNothing();
  }

  @Test
  void allOfThemEndWithALineForEach() throws Exception {
    Run run = new Run(FaultyChecks.class, "all", "-Dchecks.jvm=-Dmore=+1 -Xss1m").end();
    assertThat(run.exitCode()).isEqualTo(1);
    List<String> last = run.said.subList(run.said.size() - 4, run.said.size());
    assertThat(last.subList(0, 3)).containsExactly("", "good: ok 2 figures+1", WRONG);
    assertThat(last.get(3)).startsWith("filling: FAILED out of memory");
    run.leavesNothing();
  }

  @Test
  void aNameThatNoneHasListsThem() throws Exception {
    Run run = new Run(FaultyChecks.class, "none").end();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.said).containsExactly("good: is good", "wrong: is wrong", "filling: is filling");
  }

  /** Run of such checks: its output, and the processes below it. */
  private final class Run {
    private final Path errors = Files.createTempFile(directory, "errors", ".txt");
    private final ChildJvm jvm;
    private final List<String> said = new ArrayList<>();

    Run(Class<?> checks, String check, String... options) throws Exception {
      ProcessBuilder program = ChildJvm.program(List.of(options), checks.getName(), check);
      jvm = ChildJvm.start(program.redirectError(errors.toFile()));
    }

    Run untilPids() throws Exception {
      while (processes().isEmpty()) {
        said.add(jvm.line());
      }
      return this;
    }

    Run end() throws Exception {
      jvm.output().lines().forEach(said::add);
      assertThat(jvm.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      return this;
    }

    int exitCode() {
      return jvm.process().exitValue();
    }

    String last() {
      return said.get(said.size() - 1);
    }

    String errors() throws Exception {
      return Files.readString(errors);
    }

    /** The processes of the check's JVM and its children, as long as they live. */
    List<ProcessHandle> processes() {
      return said.stream()
          .filter(line -> line.startsWith("pids "))
          .flatMap(line -> Stream.of(line.split(" ")).skip(1))
          .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
          .toList();
    }

    void leavesNothing() throws Exception {
      assertThat(said).anyMatch(line -> line.startsWith("pids "));
      for (ProcessHandle process : processes()) {
        process.onExit().get(60, TimeUnit.SECONDS);
      }
    }
  }
}

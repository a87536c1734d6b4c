package dev.animus4j.chat.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.failure.AnimusException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a process that is killed, or watched. */
@Tag("long")
class CrashTest {
  private static final Path STRACE = Path.of("/usr/bin/strace");
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private Process writer(long steps, String... prefix) throws IOException {
    List<String> command = new ArrayList<>(List.of(prefix));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(AcknowledgingWriter.class.getName());
    command.addAll(List.of(file().toString(), Long.toString(steps)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void whatWasAcknowledgedOutlivesTheProcess() throws Exception {
    long acknowledged = 0;
    for (int round = 0; round < 5; round++) {
      acknowledged = Math.max(acknowledged, lastBeforeKill(writer(1_000_000), 20 + 37 * round));
      List<Long> stored = stored();
      assertThat(stored).isEqualTo(LongStream.rangeClosed(1, stored.size()).boxed().toList());
      assertThat((long) stored.size()).isGreaterThanOrEqualTo(acknowledged);
    }
    assertThat(acknowledged).isGreaterThan(5 * 20);
  }

  /** Kills it when it has acknowledged this many steps, and returns the last that it did. */
  private static long lastBeforeKill(Process writer, int steps) throws Exception {
    long last = 0;
    try (BufferedReader output = writer.inputReader()) {
      for (int i = 0; i < steps; i++) {
        last = Long.parseLong(output.readLine());
      }
      writer.toHandle().destroyForcibly();
      List<String> rest = output.lines().toList();
      writer.waitFor();
      return rest.isEmpty() ? last : Math.max(last, lastWhole(rest, last));
    }
  }

  /** The last line may be cut off. */
  private static long lastWhole(List<String> lines, long last) {
    return lines.size() < 2 ? last : Long.parseLong(lines.get(lines.size() - 2));
  }

  private List<Long> stored() {
    SqliteLedger ledger = SqliteLedger.open(file());
    try {
      List<String> texts =
          ledger.entries("c", Integer.MAX_VALUE).blockingGet().stream()
              .map(it -> it.entry().message().content())
              .toList();
      List<Long> numbers =
          ledger.eventsAfter("c", 0, Integer.MAX_VALUE).blockingGet().stream()
              .map(StoredEvent::last)
              .toList();
      assertThat(texts).isEqualTo(numbers.stream().map(Object::toString).toList());
      return numbers;
    } finally {
      ledger.closeAsync().blockingAwait();
    }
  }

  @Test
  void aFileThatAnotherProcessHasIsNotOpened() throws Exception {
    Process writer = writer(1_000_000);
    try (BufferedReader output = writer.inputReader()) {
      assertThat(output.readLine()).isEqualTo("1");
      assertThatThrownBy(() -> SqliteLedger.open(file()))
          .isInstanceOf(AnimusException.Unavailable.class)
          .hasMessageContaining("another process");
    } finally {
      writer.toHandle().destroyForcibly();
      writer.waitFor();
    }
    assertThat(stored()).isNotEmpty();
  }

  @Test
  void everyCommitIsOnTheDisk() throws Exception {
    assumeThat(STRACE).exists();
    Path trace = folder.resolve("trace");
    Process writer =
        writer(200, STRACE.toString(), "-f", "-e", "trace=fsync,fdatasync", "-o", "" + trace);
    long acknowledged;
    try (BufferedReader output = writer.inputReader()) {
      acknowledged = output.lines().count();
    }
    assumeThat(writer.waitFor()).isZero();
    long syncs = Files.readAllLines(trace).stream().filter(it -> it.contains("sync(")).count();
    assertThat(acknowledged).isEqualTo(200);
    assertThat(syncs).isBetween(200L, 240L);
  }
}

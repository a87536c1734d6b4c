package dev.animus4j.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** What is logged for operators while this is open. */
final class CapturedLog implements AutoCloseable {
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  CapturedLog() {
    System.setErr(new PrintStream(log, true, UTF_8));
  }

  /** The lines that are about exchanges, without the name of the logger. */
  List<String> lines() {
    return log.toString(UTF_8)
        .lines()
        .filter(line -> line.contains("dev.animus4j.chat - Exchange "))
        .map(line -> line.substring(line.indexOf(" - ") + 3))
        .toList();
  }

  @Override
  public void close() {
    System.setErr(err);
  }
}

package dev.animus4j.checks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** The lines that a client prints until it is killed. */
record KillLines(BufferedReader output, Consumer<KillLine> listener) {

  /** Reads to the end; a line that was cut off is left out. */
  void read() {
    try {
      String line = output.readLine();
      while (line != null) {
        KillLine parsed = KillLine.parse(line);
        if (parsed != null) {
          listener.accept(parsed);
        }
        line = output.readLine();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}

package dev.animus4j.checks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Line that a client prints at once, before it is killed. It has a mark at its end: one without was
 * cut off.
 */
record KillLine(Kind kind, long nanos, List<String> fields) {
  private static final String SEPARATOR = "\t";
  private static final String END = ".";

  /** What is printed. */
  enum Kind {
    /** The ledger is open: after how many milliseconds. */
    OPEN,
    /** A message is about to be sent: conversation, text, and its id or nothing. */
    SEND,
    /** An event was published: its JSON. */
    EVENT,
    /** An event was heard: conversation and sequence. */
    HEARD,
    /** A message with an id was answered: conversation, id, exchange. */
    ANSWER,
    /** Something failed: its conversation, and the failure. */
    FAILURE
  }

  KillLine {
    fields = List.copyOf(fields);
  }

  static synchronized void print(Kind kind, String... fields) {
    String line = kind + SEPARATOR + System.nanoTime() + SEPARATOR + String.join(SEPARATOR, fields);
    System.out.println(line + SEPARATOR + END);
    System.out.flush();
  }

  /** The line; null if it is none. */
  static @Nullable KillLine parse(String line) {
    List<String> fields = List.of(line.split(SEPARATOR, -1));
    int end = fields.size() - 1;
    return end < 2 || !fields.get(end).equals(END)
        ? null
        : new KillLine(
            Kind.valueOf(fields.get(0)), Long.parseLong(fields.get(1)), fields.subList(2, end));
  }
}

package dev.animus4j.chat.model;

import java.time.Duration;
import java.util.List;

/**
 * What is told while tools with functions are called. Every call that is started has one end, and
 * all calls of a round have theirs before the model is asked again.
 */
public sealed interface ToolPart extends ChatPart {

  /** The model wants these called, which begins a round. Their arguments are JSON objects. */
  record Asked(List<ToolCall> calls) implements ToolPart {
    public Asked {
      calls = List.copyOf(calls);
    }
  }

  /** A call begins; its arguments are as the model wrote them. */
  record Started(ToolCall call) implements ToolPart {}

  /** A call is over. */
  sealed interface Ended extends ToolPart {

    /** The same as when it started. */
    ToolCall call();

    /** What the model is told came of it. */
    String answer();

    /** How long it took. */
    Duration elapsed();
  }

  /** A call is answered. */
  record Completed(ToolCall call, String answer, Duration elapsed) implements Ended {}

  /** A call failed; so the model is told, without details. */
  record Failed(ToolCall call, String answer, Duration elapsed, Throwable failure)
      implements Ended {}
}

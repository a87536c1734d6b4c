package dev.animus4j.chat.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part emitted while tools with functions are called. Every started call ends exactly once, and all
 * calls of a round end before the next request to the model.
 */
public sealed interface ToolRunUpdate extends ChatUpdate {

  /**
   * Calls requested by the model, which begins a round. Their arguments are JSON objects.
   *
   * @param state what the provider wants back with the message of these calls; null for nothing
   */
  record Requested(List<ToolCall> calls, @Nullable ProviderState state) implements ToolRunUpdate {
    public Requested {
      calls = List.copyOf(calls);
    }
  }

  /** Start of a call; its arguments are as the model wrote them. */
  record Started(ToolCall call) implements ToolRunUpdate {}

  /** End of a call. */
  sealed interface Ended extends ToolRunUpdate {

    /** The call, equal to the one in {@link Started}. */
    ToolCall call();

    /** The result that is sent to the model. */
    String answer();

    /** Duration of the call. */
    Duration elapsed();
  }

  /** The function returned a result. */
  record Completed(ToolCall call, String answer, Duration elapsed) implements Ended {}

  /** The call failed; {@code answer} says so without details. */
  record Failed(ToolCall call, String answer, Duration elapsed, Throwable failure)
      implements Ended {}
}

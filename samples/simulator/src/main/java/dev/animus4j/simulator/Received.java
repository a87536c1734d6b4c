package dev.animus4j.simulator;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the simulator received it.
 *
 * @param path with the query, if there was one
 * @param headers by lower-case name; repeated ones joined with a comma
 * @param body as UTF-8 text, at most the first 256 K characters
 */
public record Received(
    String method, String path, Map<String, String> headers, String body, Outcome outcome) {

  /** Copies the headers. */
  public Received {
    headers = Map.copyOf(headers);
  }

  /** What became of a request. */
  public enum Outcome {
    /** Its answer is not complete, and the connection is open. */
    OPEN,
    /** Its answer was sent completely. */
    ANSWERED,
    /** The simulator closed the connection before its answer was complete, as a script said. */
    CUT,
    /** The client closed the connection before its answer was complete. */
    CLIENT_LEFT
  }

  /** The value of a header, whatever the case of its name; null when there is none. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** Whether the client closed the connection before its answer was complete. */
  public boolean clientLeft() {
    return outcome == Outcome.CLIENT_LEFT;
  }
}

package dev.animus4j.simulator;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request as the simulator received it.
 *
 * @param path with the query, if there was one
 * @param headers by lower-case name; repeated ones joined with a comma
 * @param body as UTF-8 text, at most the first 256 K characters
 */
public record ReceivedRequest(
    String method, String path, Map<String, String> headers, String body, Outcome outcome) {

  /** Copies the headers. */
  public ReceivedRequest {
    headers = Map.copyOf(headers);
  }

  /** State of a request. */
  public enum Outcome {
    /** The response is not complete, and the connection is open. */
    OPEN,
    /** The response was sent completely. */
    ANSWERED,
    /** The simulator closed the connection before the response was complete, by a script. */
    CUT,
    /** The client closed the connection before the response was complete. */
    CLIENT_LEFT
  }

  /** The value of a header, case-insensitively; null if there is none. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** Whether the client closed the connection before the response was complete. */
  public boolean isCancelledByClient() {
    return outcome == Outcome.CLIENT_LEFT;
  }
}

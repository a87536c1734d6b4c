package dev.animus4j.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Event of an event stream.
 *
 * @param type the event's name; {@code message} when the server gave none
 * @param data its data as UTF-8, lines joined by LF; handed over uncopied, not to be changed
 * @param lastEventId the last id seen so far in the stream; empty when there was none
 */
public record ServerSentEvent(String type, byte[] data, String lastEventId) {
  /** The data as text; malformed UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(data, UTF_8);
  }

  /** Whether the data is exactly this text, compared without decoding. */
  public boolean hasData(String text) {
    return text.length() <= data.length && Arrays.equals(data, text.getBytes(UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServerSentEvent that
        && type.equals(that.type)
        && lastEventId.equals(that.lastEventId)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(data);
  }

  /** Gives the length of the data, not its content. */
  @Override
  public String toString() {
    return "ServerSentEvent[" + type + ", " + data.length + " bytes]";
  }
}

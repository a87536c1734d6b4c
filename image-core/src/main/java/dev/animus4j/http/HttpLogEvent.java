package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Event of an attempt at a call, for an {@link HttpLog}. */
public sealed interface HttpLogEvent {
  /** The number of the attempt, the same in its events, counted from 1 in this JVM. */
  long attempt();

  /** Copies headers, whose names are in any case. */
  private static Map<String, String> copyOf(Map<String, String> headers) {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    return Collections.unmodifiableMap(copy);
  }

  /**
   * Request that is about to be sent.
   *
   * @param method the HTTP method
   * @param url the URL, query included
   * @param headers the headers but those of the platform; secret ones as an ellipsis
   * @param body the body as text; empty for none, and for forms and uploads, which are not text
   */
  record Request(long attempt, String method, String url, Map<String, String> headers, String body)
      implements HttpLogEvent {
    public Request {
      headers = copyOf(headers);
    }

    @Override
    public String toString() {
      return "#" + attempt + " " + method + " " + url + " " + headers + " " + body;
    }
  }

  /**
   * Response, as far as it was read.
   *
   * @param status the HTTP status
   * @param headers the headers; secret ones as an ellipsis
   * @param body the beginning of the body as text; of a stream, its events
   * @param firstByte the time from the request to the head of the response
   * @param total the time from the request to the end
   */
  record Response(
      long attempt,
      int status,
      Map<String, String> headers,
      String body,
      Duration firstByte,
      Duration total)
      implements HttpLogEvent {
    public Response {
      headers = copyOf(headers);
    }

    @Override
    public String toString() {
      String times = " in " + firstByte.toMillis() + " to " + total.toMillis() + " ms ";
      return "#" + attempt + " " + status + times + headers + " " + body;
    }
  }

  /**
   * Failure of the attempt; it may be followed by another attempt.
   *
   * @param cause the failure as the caller gets it; {@link AnimusException.Cancelled} when the
   *     caller left
   * @param total the time from the request to the failure
   */
  record Failure(long attempt, Throwable cause, Duration total) implements HttpLogEvent {
    @Override
    public String toString() {
      return "#" + attempt + " failed in " + total.toMillis() + " ms: " + cause.getMessage();
    }
  }
}

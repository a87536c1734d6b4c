package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.sse.ServerSentEventView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads an event of a stream of JSON. */
record EventJson(StreamedResponse response, ServerSentEventView event) {

  /** The data; null for a heartbeat. */
  @Nullable JsonNode read() {
    if (event.type().equals("error")) {
      throw response.failure(error());
    }
    return isBlank() ? null : readData();
  }

  /** An event with a name of its own need not be JSON: it is a heartbeat then. */
  private @Nullable JsonNode readData() {
    boolean named = !event.type().equals("message");
    try {
      JsonNode json = parse();
      return named && !json.isContainerNode() ? null : json;
    } catch (AnimusException.Protocol notJson) {
      if (event.isUnterminated()) {
        throw new AnimusException.Unavailable(
            response.origin(), "the stream was cut short", true, (Duration) null);
      }
      if (named) {
        return null;
      }
      throw notJson;
    }
  }

  private JsonNode error() {
    try {
      return parse();
    } catch (AnimusException.Protocol notJson) {
      return TextNode.valueOf(event.text());
    }
  }

  private JsonNode parse() {
    return Json.read(event.copy().data(), JsonNode.class, response.origin());
  }

  private boolean isBlank() {
    int end = event.offset() + event.length();
    int at = event.offset();
    while (at < end && event.array()[at] <= ' ' && event.array()[at] >= 0) {
      at++;
    }
    return at == end;
  }
}

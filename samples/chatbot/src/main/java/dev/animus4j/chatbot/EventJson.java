package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import dev.animus4j.chat.event.UnknownEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/**
 * JSON of events as in the SDK, but with image URLs for browsers, and without what only the
 * operator may see.
 */
final class EventJson {
  private EventJson() {}

  static Buffer encode(ChatEvent event) {
    if (event instanceof UnknownEvent unknown) {
      return encodeStamp(unknown);
    }
    ChatEvent published = event.withImageUrls(url -> URI.create(ImageRepository.url(url)));
    return event instanceof ToolCallStarted
        ? new JsonObject(ChatEvents.toJson(event)).put("arguments", "").toBuffer()
        : ChatEvents.toJson(published);
  }

  /** Nobody can say what else of it a user may see. */
  private static Buffer encodeStamp(UnknownEvent event) {
    return new JsonObject()
        .put("type", event.type())
        .put("conversationId", event.conversationId())
        .put("exchangeId", event.exchangeId())
        .put("sequence", event.sequence())
        .put("timestamp", event.stamp().timestamp().toString())
        .toBuffer();
  }
}

package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
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
    ChatEvent published = event.withImageUrls(url -> URI.create(ImageRepository.url(url)));
    return event instanceof ToolCallStarted
        ? new JsonObject(ChatEvents.toJson(event)).put("arguments", "").toBuffer()
        : ChatEvents.toJson(published);
  }
}

package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationProgressed;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * JSON of events as in the SDK, but with image URLs for browsers, and without what only the
 * operator may see.
 */
final class EventJson {
  private EventJson() {}

  static Buffer encode(ChatEvent event) {
    if (event instanceof ImageGenerationCompleted generated) {
      String address = ImageRepository.url(generated.picture().imageUrl());
      return json(event).put("imageUrl", address).toBuffer();
    }
    if (event instanceof ImageGenerationProgressed step && step.imageUrl() != null) {
      return json(event).put("imageUrl", ImageRepository.url(step.imageUrl())).toBuffer();
    }
    if (event instanceof MessageReceived received && !received.images().isEmpty()) {
      JsonArray addresses =
          new JsonArray(received.images().stream().map(ImageRepository::url).toList());
      return json(event).put("images", addresses).toBuffer();
    }
    return event instanceof ToolCallStarted
        ? json(event).put("arguments", "").toBuffer()
        : ChatEvents.toJson(event);
  }

  private static JsonObject json(ChatEvent event) {
    return new JsonObject(ChatEvents.toJson(event));
  }
}

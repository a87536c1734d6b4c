package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationProgressed;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The JSON of events as the SDK words it, but with addresses that a browser can follow, and nothing
 * that is only the operator's.
 */
final class Wording {
  private Wording() {}

  static Buffer of(ChatEvent event) {
    if (event instanceof ImageGenerationCompleted drawn) {
      String address = Album.address(drawn.picture().imageUrl());
      return json(event).put("imageUrl", address).toBuffer();
    }
    if (event instanceof ImageGenerationProgressed step && step.imageUrl() != null) {
      return json(event).put("imageUrl", Album.address(step.imageUrl())).toBuffer();
    }
    if (event instanceof MessageStarted begun && !begun.images().isEmpty()) {
      JsonArray addresses = new JsonArray(begun.images().stream().map(Album::address).toList());
      return json(event).put("images", addresses).toBuffer();
    }
    return event instanceof ToolCallStarted
        ? json(event).put("arguments", "").toBuffer()
        : ChatEvents.json(event);
  }

  private static JsonObject json(ChatEvent event) {
    return new JsonObject(ChatEvents.json(event));
  }
}

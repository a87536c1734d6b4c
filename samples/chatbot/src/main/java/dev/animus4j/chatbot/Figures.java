package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.Outcome;
import io.vertx.core.json.JsonObject;

/**
 * What was counted.
 *
 * @param elapsedMs of all exchanges together
 */
record Figures(
    long exchanges, long interrupted, long messages, long images, long failures, long elapsedMs) {
  static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);

  Figures and(ChatEvent event) {
    if (event instanceof ExchangeCompleted end) {
      return new Figures(
          exchanges + 1,
          interrupted + (end.outcome() == Outcome.INTERRUPTED ? 1 : 0),
          messages + end.messages(),
          images + end.images(),
          failures,
          elapsedMs + end.elapsedMs());
    }
    boolean failed = event instanceof MessageFailed || event instanceof ImageGenerationFailed;
    return failed
        ? new Figures(exchanges, interrupted, messages, images, failures + 1, elapsedMs)
        : this;
  }

  JsonObject json() {
    return JsonObject.mapFrom(this);
  }
}

package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import io.vertx.core.json.JsonObject;

/**
 * Counters of events.
 *
 * @param elapsedMs of all exchanges together
 */
record Counters(
    long exchanges, long interrupted, long messages, long images, long failures, long elapsedMs) {
  static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0);

  Counters plus(ChatEvent event) {
    if (event instanceof ExchangeCompleted end) {
      return new Counters(
          exchanges + 1,
          interrupted + (end.outcome() == ExchangeOutcome.INTERRUPTED ? 1 : 0),
          messages + end.messages(),
          images + end.images(),
          failures,
          elapsedMs + end.elapsedMs());
    }
    boolean failed = event instanceof MessageFailed || event instanceof ImageGenerationFailed;
    return failed
        ? new Counters(exchanges, interrupted, messages, images, failures + 1, elapsedMs)
        : this;
  }

  JsonObject toJson() {
    return JsonObject.mapFrom(this);
  }
}

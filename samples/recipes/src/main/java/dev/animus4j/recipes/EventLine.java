package dev.animus4j.recipes;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.ImageEvent.ImagePromptDetected;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;

/** Event in one line: {@code #<sequence> <type> <summary>}. */
final class EventLine {
  private EventLine() {}

  static String of(ChatEvent event) {
    return "#%d %s %s".formatted(event.sequence(), event.type(), summary(event).strip()).strip();
  }

  private static String summary(ChatEvent event) {
    if (event instanceof MessageReceived e) {
      return e.content();
    } else if (event instanceof MessageTokens e) {
      return e.content();
    } else if (event instanceof MessageCompleted e) {
      return e.messageType() + " " + e.content();
    } else if (event instanceof MessageFailed e) {
      return e.error().message();
    } else if (event instanceof ImageEvent e) {
      return imageSummary(e);
    } else if (event instanceof ExchangeCompleted e) {
      return "%s, %d messages, %d pictures, %d ms"
          .formatted(e.outcome(), e.messages(), e.images(), e.elapsedMs());
    }
    return "";
  }

  private static String imageSummary(ImageEvent event) {
    if (event instanceof ImagePromptDetected e) {
      return e.prompt() + ", detected by " + e.detectedBy();
    } else if (event instanceof ImageGenerationCompleted e) {
      return e.picture().mediaType() + " at " + e.picture().imageUrl();
    } else if (event instanceof ImageGenerationFailed e) {
      return e.error().message();
    }
    return "";
  }
}

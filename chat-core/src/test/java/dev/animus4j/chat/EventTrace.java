package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.AttemptFailed;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeEvent.FollowUpBlocked;
import dev.animus4j.chat.event.ExchangeEvent.FollowUpScheduled;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.ImageEvent.ImagePromptDetected;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.chat.event.ToolEvent.ToolCallCompleted;
import dev.animus4j.chat.event.ToolEvent.ToolCallFailed;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import java.util.List;

/** Events as short lines, to state whole sequences in tests. */
public final class EventTrace {
  private EventTrace() {}

  public static List<String> of(List<? extends ChatEvent> events) {
    return events.stream().map(EventTrace::line).toList();
  }

  static String line(ChatEvent event) {
    if (event instanceof MessageReceived e) {
      return "received '" + e.content() + "'";
    } else if (event instanceof MessageStarted e) {
      return "start "
          + e.messageType()
          + turn(e.turnIndex(), e.totalTurns())
          + " '"
          + e.content()
          + "'";
    } else if (event instanceof MessageTokens e) {
      return "tokens '" + e.content() + "'";
    } else if (event instanceof ReasoningTokens e) {
      return "reasoning '" + e.content() + "'";
    } else if (event instanceof MessageCompleted e) {
      String last = e.totalMessages() == null ? "" : " last of " + e.totalMessages();
      String image = e.imagePrompt() == null ? "" : " promising '" + e.imagePrompt() + "'";
      return "complete "
          + e.messageType()
          + turn(e.turnIndex(), e.totalTurns())
          + " '"
          + e.content()
          + "'"
          + last
          + image;
    } else if (event instanceof MessageFailed e) {
      return "failed " + e.error().kind();
    } else if (event instanceof MessagesCancelled e) {
      return "cancelled " + e.totalTurns() + " " + e.reason();
    }
    return imageOrEnd(event);
  }

  private static String imageOrEnd(ChatEvent event) {
    if (event instanceof ImagePromptDetected e) {
      String change = e.changesPrevious() ? ", a change" : "";
      return "detected '" + e.prompt() + "' by " + e.detectedBy() + change;
    } else if (event instanceof ImageGenerationStarted e) {
      return "image start '" + e.prompt() + "'";
    } else if (event instanceof ImageGenerationCompleted e) {
      return "image complete " + e.picture().imageUrl();
    } else if (event instanceof ImageGenerationFailed e) {
      return "image failed " + e.error().kind();
    } else if (event instanceof ContentModerated e) {
      String cause = e.error() == null ? e.categories().toString() : e.error().kind();
      return "moderation " + e.stage() + " " + e.action() + " " + cause;
    } else if (event instanceof FollowUpScheduled e) {
      return "follow-up in " + e.delayMs();
    } else if (event instanceof FollowUpBlocked e) {
      return "follow-up blocked " + e.reason();
    } else if (event instanceof MessageQueued e) {
      return "queued " + e.position() + " '" + e.content() + "'";
    } else if (event instanceof AttemptFailed e) {
      return e.phase() + " attempt " + e.attempt() + " failed " + e.error().kind();
    } else if (event instanceof ToolCallStarted e) {
      return "tool start " + e.callId() + " " + e.name() + e.arguments();
    } else if (event instanceof ToolCallCompleted e) {
      return "tool complete " + e.callId() + " " + e.name() + " in " + e.elapsedMs();
    } else if (event instanceof ToolCallFailed e) {
      return "tool failed " + e.callId() + " " + e.error().kind() + " in " + e.elapsedMs();
    } else if (event instanceof ExchangeCompleted e) {
      return "end " + e.outcome() + " messages " + e.messages() + " images " + e.images();
    }
    return event.toString();
  }

  private static String turn(Integer index, Integer total) {
    return index == null ? "" : " " + index + "/" + (total == null ? "?" : total);
  }
}

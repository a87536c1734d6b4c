package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of an exchange that have started and not ended. */
final class OpenParts {
  private final Map<String, ToolCallStarted> toolCalls = new LinkedHashMap<>(0);
  private final Map<String, ImageGenerationStarted> images = new LinkedHashMap<>(0);
  private @Nullable ChatEvent message;

  void add(ChatEvent event) {
    if (event instanceof ToolEvent) {
      addToolEvent(event);
    } else if (event instanceof ImageEvent) {
      addImageEvent(event);
    } else if (event instanceof MessageStarted started) {
      message = started;
    } else if (event instanceof MessageEvent.MessageCompleted
        || event instanceof MessageEvent.MessageFailed
        || event instanceof MessageEvent.MessagesCancelled) {
      message = null;
    }
  }

  private void addToolEvent(ChatEvent event) {
    if (event instanceof ToolCallStarted started) {
      toolCalls.put(started.callId(), started);
    } else if (event instanceof ToolEvent.ToolCallCompleted completed) {
      toolCalls.remove(completed.callId());
    } else if (event instanceof ToolEvent.ToolCallFailed failed) {
      toolCalls.remove(failed.callId());
    }
  }

  private void addImageEvent(ChatEvent event) {
    if (event instanceof ImageGenerationStarted started) {
      images.put(started.imageId(), started);
    } else if (event instanceof ImageEvent.ImageGenerationCompleted completed) {
      images.remove(completed.imageId());
    } else if (event instanceof ImageEvent.ImageGenerationFailed failed) {
      images.remove(failed.imageId());
    }
  }

  /** The start of the message that has not ended; null for none. */
  @Nullable ChatEvent message() {
    return message;
  }

  /** The ids of the calls that have no result. */
  List<String> toolCallIds() {
    return List.copyOf(toolCalls.keySet());
  }

  /** Failures of the tool calls and images, in this order. */
  List<UnstampedEvent> failureEvents(Throwable cause) {
    List<UnstampedEvent> failures = new ArrayList<>();
    for (ToolCallStarted call : toolCalls.values()) {
      ToolCall unanswered = new ToolCall(call.callId(), call.name(), call.arguments());
      failures.add(UnstampedEvents.toolCallFailed(unanswered, 0, cause));
    }
    for (ImageGenerationStarted image : images.values()) {
      failures.add(UnstampedEvents.imageGenerationFailed(image.imageId(), image.prompt(), cause));
    }
    return failures;
  }

  /** The same, and the failure of the message. */
  List<UnstampedEvent> closingEvents(Throwable cause) {
    List<UnstampedEvent> closing = failureEvents(cause);
    closing.add(UnstampedEvents.messageFailed(cause));
    return closing;
  }
}

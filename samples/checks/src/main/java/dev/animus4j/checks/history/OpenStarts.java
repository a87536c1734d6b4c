package dev.animus4j.checks.history;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.ToolEvent;
import java.util.LinkedHashSet;
import java.util.Set;

/** What of an exchange has started and has not ended. */
final class OpenStarts {
  private static final String MESSAGE = "message";

  private final Set<String> open = new LinkedHashSet<>();

  /** Returns whether the event may come here. */
  boolean add(ChatEvent event) {
    if (event instanceof MessageStarted) {
      return open.add(MESSAGE);
    } else if (event instanceof MessageCompleted) {
      return open.remove(MESSAGE);
    } else if (event instanceof MessageFailed || event instanceof MessagesCancelled) {
      open.remove(MESSAGE);
      return true;
    }
    return event instanceof ToolEvent tool ? addTool(tool) : addImage(event);
  }

  private boolean addTool(ToolEvent event) {
    if (event instanceof ToolEvent.ToolCallStarted started) {
      return open.add("tool call " + started.callId());
    } else if (event instanceof ToolEvent.ToolCallCompleted completed) {
      return open.remove("tool call " + completed.callId());
    }
    return open.remove("tool call " + ((ToolEvent.ToolCallFailed) event).callId());
  }

  private boolean addImage(ChatEvent event) {
    if (event instanceof ImageGenerationStarted started) {
      return open.add("image " + started.imageId());
    } else if (event instanceof ImageGenerationCompleted completed) {
      return open.remove("image " + completed.imageId());
    }
    return !(event instanceof ImageGenerationFailed failed)
        || open.remove("image " + failed.imageId());
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  @Override
  public String toString() {
    return open.toString();
  }
}

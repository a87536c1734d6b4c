package dev.animus4j.chat.event;

import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import dev.animus4j.chat.model.ToolCall;
import org.jspecify.annotations.Nullable;

/** Estimates the memory an event holds, in bytes: its texts, and a constant for the rest. */
final class EventSize {
  static final long BASE_BYTES = 400;

  private EventSize() {}

  static long of(ChatEvent event) {
    if (event instanceof MessageTokens tokens) {
      return BASE_BYTES + of(tokens.content());
    } else if (event instanceof ReasoningTokens tokens) {
      return BASE_BYTES + of(tokens.content());
    } else if (event instanceof MessageStarted started) {
      return BASE_BYTES + of(started.content());
    } else if (event instanceof MessageReceived received) {
      return BASE_BYTES + of(received.content());
    } else if (event instanceof MessageQueued queued) {
      return BASE_BYTES + of(queued.content());
    } else if (event instanceof ToolCallStarted call) {
      return BASE_BYTES + of(call.arguments());
    } else if (event instanceof UnknownEvent unknown) {
      return BASE_BYTES + of(unknown.json());
    }
    return event instanceof MessageCompleted completed ? BASE_BYTES + of(completed) : BASE_BYTES;
  }

  static long of(@Nullable CharSequence text) {
    return text == null ? 0 : 2L * text.length();
  }

  private static long of(MessageCompleted message) {
    long size = of(message.content()) + of(message.reasoning()) + of(message.imagePrompt());
    for (ToolCall call : message.toolCalls()) {
      size += of(call.arguments());
    }
    return size;
  }
}

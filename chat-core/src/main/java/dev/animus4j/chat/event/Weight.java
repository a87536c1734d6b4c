package dev.animus4j.chat.event;

import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import dev.animus4j.chat.model.ToolCall;
import org.jspecify.annotations.Nullable;

/** About how much memory an event holds, in bytes: what is said, and a little for all the rest. */
final class Weight {
  static final long REST = 400;

  private Weight() {}

  static long of(ChatEvent event) {
    if (event instanceof MessageTokens tokens) {
      return REST + of(tokens.content());
    } else if (event instanceof MessageStarted started) {
      return REST + of(started.content());
    } else if (event instanceof MessageQueued queued) {
      return REST + of(queued.content());
    } else if (event instanceof ToolCallStarted call) {
      return REST + of(call.arguments());
    }
    return event instanceof MessageCompleted completed ? REST + of(completed) : REST;
  }

  static long of(@Nullable CharSequence text) {
    return text == null ? 0 : 2L * text.length();
  }

  private static long of(MessageCompleted message) {
    long weight = of(message.content()) + of(message.reasoning()) + of(message.imagePrompt());
    for (ToolCall call : message.toolCalls()) {
      weight += of(call.arguments());
    }
    return weight;
  }
}

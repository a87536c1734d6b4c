package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeReplayProcessor;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.GeneratedImage;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.model.FinishReason;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the events of one exchange into an {@link Answer}. */
final class AnswerCollector {
  private final ExchangeReplayProcessor replay;
  private final List<String> messages = new ArrayList<>();
  private final List<GeneratedImage> images = new ArrayList<>();
  private final List<ToolCall> toolCalls = new ArrayList<>();
  private @Nullable Failure imageFailure;
  private @Nullable String reasoning;
  private @Nullable Usage usage;
  private @Nullable FinishReason finishReason;
  private String interruption = "";
  private boolean complete;

  AnswerCollector(ExchangeReplayProcessor replay) {
    this.replay = replay;
  }

  void add(ChatEvent event) {
    if (event instanceof MessageCompleted message) {
      addMessage(message);
    } else if (event instanceof MessagesCancelled cancelled) {
      interruption = cancelled.reason();
    } else if (event instanceof ImageGenerationCompleted generated) {
      images.add(generated.picture());
    } else if (event instanceof ImageGenerationFailed failed) {
      imageFailure = failed.error();
    } else if (event instanceof ExchangeCompleted end) {
      usage = end.usage();
    }
  }

  private void addMessage(MessageCompleted message) {
    if (!message.content().isBlank()) {
      messages.add(message.content());
    }
    reasoning = reasoning == null ? message.reasoning() : reasoning;
    toolCalls.addAll(message.toolCalls());
    if (message.finishReason() != null && finishReason != FinishReason.LENGTH) {
      finishReason = message.finishReason();
    }
    complete |= message.totalMessages() != null;
  }

  /** The answer; throws why the reply was not delivered as a whole. */
  Answer answer() throws Throwable {
    if (complete) {
      return new Answer(messages, images, imageFailure, reasoning, toolCalls, usage, finishReason);
    }
    Throwable failure = replay.failure();
    if (failure != null && !(failure instanceof InterruptSignal.ExchangeInterrupted)) {
      throw failure;
    }
    throw new AnimusException.Cancelled(
        FailureOrigin.of("this conversation"), "the answer was interrupted: " + interruption);
  }
}

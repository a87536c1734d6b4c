package dev.animus4j.chat;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;

/** Limit of the response to each request. */
@FunctionalInterface
interface ResponseLimit {
  Flowable<ChatUpdate> limit(ChatRequest request, Flowable<ChatUpdate> response);

  /** The model with this limit. */
  default ChatModel applyTo(ChatModel model) {
    return (StreamingChatModel)
        request -> limit(request, FaultIsolation.flowable(() -> model.stream(request)));
  }
}

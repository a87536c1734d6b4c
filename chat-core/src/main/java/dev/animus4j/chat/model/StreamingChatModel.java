package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * A chat model written as a stream, from which its {@link #reply} follows. Decorators are of this
 * shape, so that none can lose what the model tells on the way.
 */
@FunctionalInterface
public interface StreamingChatModel extends ChatModel {

  @Override
  Flowable<ChatPart> stream(ChatRequest request);

  @Override
  @SuppressWarnings("FunctionalInterfaceMethodChanged") // that is its purpose
  default Single<ChatReply> reply(ChatRequest request) {
    return stream(request).ofType(ChatReply.class).lastOrError();
  }
}

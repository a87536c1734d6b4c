package dev.animus4j.chat.model;

import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * Chat model that implements {@link #stream}, from which {@link #reply} is derived. Decorators are
 * of this shape, so that none loses parts of the stream.
 */
@FunctionalInterface
public interface StreamingChatModel extends ChatModel {

  @Override
  Flowable<ChatUpdate> stream(ChatRequest request);

  @Override
  @SuppressWarnings("FunctionalInterfaceMethodChanged") // that is its purpose
  @CheckReturnValue
  default Single<ChatResponse> reply(ChatRequest request) {
    return stream(request).ofType(ChatResponse.class).lastOrError();
  }
}

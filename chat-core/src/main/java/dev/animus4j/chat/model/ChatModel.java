package dev.animus4j.chat.model;

import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * A model that answers. Nothing happens before subscription, every subscription is a new request,
 * and disposing ends the request. Failures are {@link dev.animus4j.failure.AnimusException}s. A
 * lambda is enough for a model that does not stream.
 */
@FunctionalInterface
public interface ChatModel {

  /** The whole answer. */
  Single<ChatReply> reply(ChatRequest request);

  /**
   * The answer while it is made: {@link ChatPart.Words} if the request asks for streaming and the
   * model can, and last the whole {@link ChatReply}.
   */
  default Flowable<ChatPart> stream(ChatRequest request) {
    return reply(request).<ChatPart>map(reply -> reply).toFlowable();
  }

  /**
   * This model, asked again after a transient failure as long as no word of the answer was
   * delivered. Each repeated attempt is told in {@link #stream}.
   */
  default ChatModel retrying(Retry retry) {
    return (StreamingChatModel)
        request ->
            retry.apply(
                stream(request),
                part -> !(part instanceof ChatPart.AttemptFailed),
                ChatPart.AttemptFailed::new);
  }
}

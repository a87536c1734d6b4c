package dev.animus4j.chat.model;

import dev.animus4j.image.ImageStore;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
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

  /**
   * This model, and the other one when this one fails before a word of its answer was told. Never
   * after a refusal by content policy, a request that is wrong, or a cancellation. In {@link
   * #stream} the failure is told as an attempt that is repeated at once; each model counts its own.
   * The other is asked for a model of the same name; see {@link #named}.
   */
  default ChatModel orElse(ChatModel other) {
    return (StreamingChatModel)
        request ->
            Fallback.of(
                Flowable.defer(() -> stream(request)),
                failed ->
                    Fallback.mayHelp(failed.failure())
                        ? Flowable.<ChatPart>just(new ChatPart.AttemptFailed(failed))
                            .concatWith(Flowable.defer(() -> other.stream(request)))
                        : Flowable.error(failed.failure()));
  }

  /**
   * This model, shown what users attach. Pictures in {@code store} are read when the model is
   * asked, the latest first, up to 20 MiB for a request. One that the latest user message shows
   * must be there; earlier ones that are gone, or for which there is no room, are replaced by a few
   * words. Pictures on the web are left to the provider. All requests together have 64 MiB of them
   * in memory; see {@link #seeing(ImageStore, long)}.
   */
  default ChatModel seeing(ImageStore store) {
    return seeing(store, 64L << 20);
  }

  /**
   * The same, with no more than so many bytes of pictures in memory at once, as they are in their
   * files; written into a request they take another one and a half times as much. A request that
   * shows any waits until there is room, in the order in which they came, and gives it back when
   * its answer has ended, failed, or is left: until then it may have to be sent again.
   */
  default ChatModel seeing(ImageStore store, long bytesInFlight) {
    BytesInFlight room = new BytesInFlight(bytesInFlight);
    return (StreamingChatModel) request -> Sight.of(request, store, room, this::stream);
  }

  /** This model, asked by this name whatever the request says. */
  default ChatModel named(String model) {
    return (StreamingChatModel) request -> stream(request.model(model));
  }

  /**
   * This model, finding out like this whether an answer promises a picture; only of requests that
   * want it, see {@link ChatRequest#detectingImages()}. Without it, a model does it in the way its
   * class says, if any.
   */
  default ChatModel detecting(Detection detection) {
    return (StreamingChatModel)
        request -> request.features().images() ? detection.stream(this, request) : stream(request);
  }

  /**
   * This model, with the functions of the tools in a request being called when it asks for them: as
   * many as allowed at once, each within its time; then it is told what came of each call, or why
   * nothing did, and asked again, until it has its answer or has reached the {@link ToolLimits}. So
   * {@link #stream} also tells {@link ToolPart}s, and the reply is all that was said in these
   * rounds, as one, and counts what they took together; the latest promised picture stands.
   *
   * <p>A reply that calls any tool without a function is left to the caller whole, with all of its
   * calls. A name that no tool has is a failed call. After the first round the model is free to
   * call tools or not, whatever the request requires. Without such tools, or when none may be
   * called, nothing changes.
   *
   * @param clock where functions are called and the parts are told, and what times them
   */
  default ChatModel callingTools(Scheduler clock) {
    return (StreamingChatModel) request -> ToolLoop.of(this, request, clock);
  }
}

package dev.animus4j.chat.model;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.InFlightByteLimiter;
import dev.animus4j.resilience.ResiliencePolicy;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;

/**
 * Chat model. Nothing happens before subscription, every subscription is a new request, and
 * disposing cancels the request. Failures are {@link dev.animus4j.failure.AnimusException}s. A
 * lambda is enough for a model that does not stream.
 *
 * <p>Each method that returns a model decorates this one; read a chain from the inside outwards:
 *
 * <pre>{@code
 * model
 *     .withResilience(policy)  // nearest to the provider: counts attempts, holds no place in waits
 *     .withRetry(retry)        // repeats what failed at the provider, not what the policy rejected
 *     .withFallback(other)     // then another model, at once when the policy rejected the call
 * }</pre>
 */
@FunctionalInterface
public interface ChatModel {

  /** The complete response. */
  @CheckReturnValue
  Single<ChatResponse> reply(ChatRequest request);

  /**
   * The response as a record of this type. The model is sent the JSON Schema of the type, see
   * {@link ResponseSchema#of}; a provider that rejects schemas is sent it once more, in the system
   * message. A response that does not fit fails with {@link
   * dev.animus4j.failure.AnimusException.Protocol}, which names the field and quotes no value.
   */
  default <T> Single<T> reply(ChatRequest request, Class<T> type) {
    return StructuredReply.of(this, request, type);
  }

  /**
   * The response as a stream: {@link ChatUpdate.TextDelta}s if the request asks for streaming and
   * the model supports it, before them {@link ChatUpdate.ReasoningDelta}s, in between {@link
   * ChatUpdate.KeepAlive}s, and last the complete {@link ChatResponse}.
   */
  @CheckReturnValue
  default Flowable<ChatUpdate> stream(ChatRequest request) {
    return reply(request).<ChatUpdate>map(response -> response).toFlowable();
  }

  /**
   * This model, behind a circuit breaker, a rate limit and a limit of concurrent calls. A call that
   * may not start fails at once, as {@link ResiliencePolicy} describes. A call has succeeded once
   * it emits the response, and holds its place until its stream ends or is cancelled.
   */
  default ChatModel withResilience(ResiliencePolicy policy) {
    return (StreamingChatModel)
        request ->
            policy.apply(
                FaultIsolation.flowable(() -> stream(request)), ChatResponse.class::isInstance);
  }

  /**
   * This model, called anew after a transient failure as long as no text was emitted. {@link
   * #stream} emits a part for each failed attempt.
   */
  default ChatModel withRetry(Retry retry) {
    return (StreamingChatModel)
        request ->
            retry.apply(
                FaultIsolation.flowable(() -> stream(request)),
                ChatUpdate::isDelivered,
                ChatUpdate.AttemptFailed::new);
  }

  /**
   * This model, with {@code other} as fallback when this one fails before it emits text. Never
   * after a refusal by content policy, an invalid request, or a cancellation; but after a prompt
   * that is longer than the context window of this one, since that of the other may be larger.
   * {@link #stream} emits the failure as an attempt that is retried at once; each model counts its
   * own. A request that names a model names it to both; see {@link #withModel}.
   *
   * <p>A provider that accepts calls and stays silent fails only after the time to its first byte,
   * by default 2 minutes: {@code endpoint.withTimeouts(Timeouts.chat().withFirstByte(…))} shortens
   * that. The deadlines of an exchange include both models.
   */
  default ChatModel withFallback(ChatModel other) {
    return (StreamingChatModel)
        request ->
            FallbackStream.of(
                FaultIsolation.flowable(() -> stream(request)),
                failed ->
                    FallbackStream.canFallBack(failed.failure())
                        ? Flowable.<ChatUpdate>just(new ChatUpdate.AttemptFailed(failed))
                            .concatWith(FaultIsolation.flowable(() -> other.stream(request)))
                        : Flowable.error(failed.failure()));
  }

  /**
   * This model, sent the images that users attach. Images in {@code store} are read for each
   * request, the latest first, up to 20 MiB per request. Those of the latest user message must
   * exist; earlier ones that are missing, or exceed the limit, are replaced by a short note. Web
   * addresses are fetched by the provider. All requests together hold at most 64 MiB of images in
   * memory; see {@link #withAttachments(ImageStore, long)}.
   */
  default ChatModel withAttachments(ImageStore store) {
    return withAttachments(store, 64L << 20);
  }

  /**
   * The same, with at most this many bytes of images in memory, counted as in their files; encoded
   * into a request they take another one and a half times as much. A request with images waits for
   * its share in order of arrival, and releases it when its stream completes, fails or is
   * cancelled: until then it may have to be sent again.
   */
  default ChatModel withAttachments(ImageStore store, long bytesInFlight) {
    InFlightByteLimiter room = new InFlightByteLimiter(bytesInFlight);
    return (StreamingChatModel)
        request ->
            AttachmentLoader.load(
                request, store, room, seen -> FaultIsolation.flowable(() -> stream(seen)));
  }

  /** This model, with this name in every request, whichever the request has. */
  default ChatModel withModel(String model) {
    return (StreamingChatModel) request -> stream(request.withModel(model));
  }

  /**
   * This model, with this detection of promised images, for requests that ask for it; see {@link
   * ChatRequest#withImageDetection()}. Without it, the model's own detection applies, if any.
   */
  default ChatModel withImageDetection(ImagePromptDetection detection) {
    return (StreamingChatModel)
        request -> request.features().images() ? detection.stream(this, request) : stream(request);
  }

  /**
   * This model, with the functions of the request's tools being called: as many concurrently as
   * allowed, each with its timeout; then the results, or why there is none, are sent to the model
   * in a new request, until it replies without calls or reaches the {@link ToolLimits}. So {@link
   * #stream} also emits {@link ToolRunUpdate}s, and the response concatenates the texts of all
   * rounds and sums their usage; the latest promised image counts.
   *
   * <p>A response that calls any tool without a function is left to the caller, with all of its
   * calls. A call of an unknown name fails. After the first round the tool choice is {@code auto},
   * whatever the request requires. Without such tools, or when none may be called, nothing changes.
   *
   * @param clock on which functions are called, parts are emitted and timeouts are measured
   */
  default ChatModel withToolCalls(Scheduler clock) {
    return withToolCalls(clock, Completable.complete());
  }

  /**
   * The same, with {@code beforeCall} to complete before each call of a function, and after its
   * {@link ToolRunUpdate.Started} is emitted.
   */
  default ChatModel withToolCalls(Scheduler clock, Completable beforeCall) {
    return (StreamingChatModel) request -> ToolLoop.run(this, request, clock, beforeCall);
  }
}

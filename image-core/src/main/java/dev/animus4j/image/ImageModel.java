package dev.animus4j.image;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.resilience.DurationChecks;
import dev.animus4j.resilience.ResiliencePolicy;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.SchedulerAndRandom;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Model that generates images. Nothing happens before subscription, every subscription is a new
 * request, and disposing cancels the request. Failures are {@link
 * dev.animus4j.failure.AnimusException}s.
 *
 * <p>Each method that returns a model decorates this one; read a chain from the inside outwards:
 *
 * <pre>{@code
 * model
 *     .withResilience(policy)  // nearest to the provider: counts attempts, holds no place in waits
 *     .withRetry(retry)        // repeats what failed at the provider, not what the policy rejected
 *     .withFallback(other)     // then another model, at once when the policy rejected the call
 *     .withCache(bounds)       // equal requests end here
 *     .withPromptRules(rules)  // refused requests fail before all else
 * }</pre>
 */
@FunctionalInterface
public interface ImageModel {

  /**
   * Generates the requested image, and stores it at {@link Image#location()}. Of several images the
   * first is emitted; the others, of which nobody learns, are not kept.
   */
  @CheckReturnValue
  Single<Image> generate(ImageRequest request);

  /**
   * Generates all the images that are requested, in their order, which are one or more. Fails as
   * {@link #stream} does; then images that came before the failure are lost, unless they are taken
   * from there.
   */
  @CheckReturnValue
  default Single<List<Image>> generateAll(ImageRequest request) {
    return FaultIsolation.single(() -> stream(request).ofType(Image.class).toList());
  }

  /**
   * Generates the requested image and emits progress meanwhile. The {@link Image} is emitted last.
   * A model that reports no progress emits nothing else, and a request for several images emits
   * several.
   */
  @CheckReturnValue
  default Flowable<ImageUpdate> stream(ImageRequest request) {
    return generate(request).<ImageUpdate>map(image -> image).toFlowable();
  }

  /**
   * Changes an image as {@code change} describes. Fails with {@link
   * dev.animus4j.failure.AnimusException.InvalidRequest} if this model cannot change images.
   */
  @CheckReturnValue
  default Single<Image> refine(Image image, String change) {
    return FaultIsolation.single(() -> generate(ImageRequest.of(change).withSource(image)));
  }

  /**
   * Returns this model with retries after transient failures. Each attempt that is repeated is
   * emitted in {@link #stream}.
   */
  default ImageModel withRetry(Retry retry) {
    return (StreamingImageModel)
        request ->
            retry.apply(
                FaultIsolation.flowable(() -> stream(request)),
                Image.class::isInstance,
                ImageUpdate.AttemptFailed::new);
  }

  /**
   * Returns this model behind a circuit breaker, a rate limit and a limit of concurrent calls. A
   * call that may not start fails at once, as {@link ResiliencePolicy} describes.
   */
  default ImageModel withResilience(ResiliencePolicy policy) {
    return (StreamingImageModel)
        request ->
            policy.apply(FaultIsolation.flowable(() -> stream(request)), Image.class::isInstance);
  }

  /**
   * Returns this model with {@code other} as the fallback when it fails; fallbacks can be chained.
   * The failure is emitted in {@link #stream} as a failed attempt, and the other model is called at
   * once. The other model is not called after a content-policy refusal, after a cancelled request,
   * or after a failure that follows an emitted image. It is called after all other failures, even
   * if the request is invalid for this model, because it may support what this one does not. When
   * all models fail, the last failure is emitted.
   */
  default ImageModel withFallback(ImageModel other) {
    return new FallbackImageModel(this, other);
  }

  /**
   * Returns this model with a simpler request as the fallback when it fails, such as a smaller
   * image: {@code request -> request.withSize(512, 512)}. Otherwise as {@link #withFallback}.
   */
  default ImageModel withFallbackRequest(UnaryOperator<ImageRequest> easier) {
    return new FallbackImageModel(
        this, (StreamingImageModel) request -> stream(easier.apply(request)));
  }

  /** Returns this model, called only for prompts that pass {@link PromptRules#check}. */
  default ImageModel withPromptRules(PromptRules rules) {
    return (StreamingImageModel)
        request ->
            FaultIsolation.flowable(
                () -> {
                  rules.check(request.prompt());
                  return stream(request);
                });
  }

  /**
   * Returns this model with {@link ImageUpdate.Progressed} without a preview, in {@link #stream},
   * whenever nothing else was emitted for this interval: a sign of life where a provider reports no
   * progress. It ends with the first image. All progress is counted anew, from 0. A subscriber that
   * requests too little gets one for all that it missed.
   */
  default ImageModel withProgressTicks(Duration interval) {
    return withProgressTicks(interval, SchedulerAndRandom.realTime());
  }

  /** The same on another clock. */
  default ImageModel withProgressTicks(Duration interval, SchedulerAndRandom timing) {
    Duration positive = DurationChecks.requirePositive("interval", interval);
    return (StreamingImageModel)
        request ->
            Flowable.defer(
                () ->
                    new ProgressTicks(
                        FaultIsolation.flowable(() -> stream(request)),
                        positive,
                        timing.scheduler().get()));
  }

  /**
   * Returns this model with a cache: equal requests, even concurrent ones, cause one call. Requests
   * are equal when all their fields are equal, apart from white space in the prompt; source images
   * are compared by address, and reference images by their bytes. A request without a seed is
   * cached too: to get a new image each time, call the model without the cache. A request with a
   * field that is not JSON is not cached.
   *
   * <p>A cache hit emits the images as {@link Image#asCached}, without progress. A subscriber that
   * comes while the call is in flight shares the call and receives all its parts. The call is
   * cancelled when its last subscriber cancels before an image was emitted. A failure is emitted to
   * the waiting subscribers and is not cached. An image whose {@code file:} no longer exists is
   * evicted; if addresses of the store expire, {@code bounds} must let entries expire earlier.
   * Results are emitted on the Vert.x context of the subscriber.
   *
   * @param bounds how much is cached, and for how long; keys and values are held strongly
   */
  default ImageModel withCache(Caffeine<Object, Object> bounds) {
    return new CachedImages(this, bounds);
  }

  /**
   * Returns this model with enhanced prompts. {@link Image#prompt} stays the requested prompt, and
   * {@link Image.Generation#revisedPrompt} is what the enhancer made of it, or what the model made
   * of that. When the enhancer fails, or returns a blank prompt, the original prompt is used. No
   * image is generated if the enhancer refuses the prompt by content policy, or if the request is
   * cancelled.
   */
  default ImageModel withPromptEnhancer(PromptEnhancer enhancer) {
    return new EnhancedImages(this, enhancer);
  }
}

package dev.animus4j.image;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.Isolation;
import dev.animus4j.resilience.Guards;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.function.UnaryOperator;

/**
 * A model that draws. Nothing happens before subscription, every subscription is a new request, and
 * disposing ends the request. Failures are {@link dev.animus4j.failure.AnimusException}s.
 *
 * <p>Each method that returns a model decorates this one; read a chain from the inside outwards:
 *
 * <pre>{@code
 * model
 *     .guarded(guards)    // nearest to the provider: counts attempts, is free during a wait
 *     .retrying(retry)    // sits out what may pass, also what the guards refuse for now
 *     .orElse(other)      // only then somebody else
 *     .caching(bounds)    // equal requests do not get that far
 *     .where(rules)       // and refused ones nowhere
 * }</pre>
 */
@FunctionalInterface
public interface ImageModel {

  /** Draws what is asked for, and keeps it where {@link Image#location()} says. */
  Single<Image> generate(ImageRequest request);

  /**
   * Draws what is asked for and tells about it meanwhile. The {@link Image} comes last, and alone
   * from a model that has nothing to tell; several come from a model that was asked for several.
   */
  default Flowable<ImagePart> stream(ImageRequest request) {
    return generate(request).<ImagePart>map(image -> image).toFlowable();
  }

  /**
   * Changes a picture: {@code change} says how. Fails with {@link
   * dev.animus4j.failure.AnimusException.InvalidRequest} if this model cannot.
   */
  default Single<Image> refine(Image picture, String change) {
    return Isolation.single(() -> generate(ImageRequest.of(change).changing(picture)));
  }

  /**
   * This model, asked again after a transient failure. Each repeated attempt is told in {@link
   * #stream}.
   */
  default ImageModel retrying(Retry retry) {
    return (StreamingImageModel)
        request ->
            retry.apply(
                Isolation.flowable(() -> stream(request)),
                Image.class::isInstance,
                ImagePart.AttemptFailed::new);
  }

  /**
   * This model behind a circuit breaker, a rate limit and a limit of calls at once. What may not
   * begin fails at once; {@link Guards} says how.
   */
  default ImageModel guarded(Guards guards) {
    return (StreamingImageModel)
        request -> guards.apply(Isolation.flowable(() -> stream(request)), Image.class::isInstance);
  }

  /**
   * This model, and {@code other} when it fails; a chain of these is a ladder. The failure is told
   * in {@link #stream} as a failed attempt, and the other model is asked at once. A content-policy
   * refusal is never taken elsewhere, nor is a cancelled request, nor one that failed after a
   * picture was drawn. All other failures are, also of a request that is invalid to this model: the
   * other one may be able to do what this one cannot. When all fail, the last failure is told.
   */
  default ImageModel orElse(ImageModel other) {
    return new Ladder(this, other);
  }

  /**
   * This model, asked for something easier when it fails, such as a smaller picture: {@code request
   * -> request.size(512, 512)}. Else as {@link #orElse}.
   */
  default ImageModel orElseAsking(UnaryOperator<ImageRequest> easier) {
    return new Ladder(this, (StreamingImageModel) request -> stream(easier.apply(request)));
  }

  /** This model, asked only for what {@link PromptRules#check} lets pass. */
  default ImageModel where(PromptRules rules) {
    return (StreamingImageModel)
        request ->
            Isolation.flowable(
                () -> {
                  rules.check(request.prompt());
                  return stream(request);
                });
  }

  /**
   * This model, asked once for equal requests, also for concurrent ones. Requests are equal when
   * they say the same, but for white space in the prompt: the address of a picture to change, and
   * the bytes of those to draw with, count like everything else. A request without a seed is cached
   * too; who wants another picture each time asks the model itself. A request with a field that is
   * not JSON is not cached.
   *
   * <p>Who finds a picture gets it as {@link Image#fromCache}, and nothing of its making. Who comes
   * while it is being made waits for the same call, and is told all of it; the call is taken back
   * when the last one leaves before anything is drawn. A failure is told to those who wait, and
   * forgotten. A picture whose {@code file:} is gone is forgotten too; for stores whose addresses
   * expire, {@code bounds} must let entries expire earlier. Results arrive on the Vert.x context of
   * the subscriber.
   *
   * @param bounds how much is remembered, and for how long; keys and values are held strongly
   */
  default ImageModel caching(Caffeine<Object, Object> bounds) {
    return new CachedImages(this, bounds);
  }

  /**
   * This model, asked in better words. {@link Image#prompt} stays what was asked for, and {@link
   * Image.Generation#revisedPrompt} is what the enhancer made of it, or what the model made of
   * that. When the enhancer fails, or has nothing to say, the prompt is drawn as it is: an
   * enhancement is wanted, a picture is needed. Only when the enhancer refuses the prompt by
   * content policy, or the request was cancelled, nothing is drawn.
   */
  default ImageModel enhanced(PromptEnhancer enhancer) {
    return new EnhancedImages(this, enhancer);
  }
}

package dev.animus4j.image;

import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * A model that draws. Nothing happens before subscription, every subscription is a new request, and
 * disposing ends the request. Failures are {@link dev.animus4j.failure.AnimusException}s.
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
    return Single.defer(() -> generate(ImageRequest.of(change).changing(picture)));
  }

  /**
   * This model, asked again after a transient failure. Each repeated attempt is told in {@link
   * #stream}.
   */
  default ImageModel retrying(Retry retry) {
    return (StreamingImageModel)
        request ->
            retry.apply(stream(request), Image.class::isInstance, ImagePart.AttemptFailed::new);
  }
}

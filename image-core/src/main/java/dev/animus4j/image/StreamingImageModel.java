package dev.animus4j.image;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * An image model written as a stream, from which its {@link #generate} follows. Decorators are of
 * this shape, so that none can lose what the model tells on the way.
 */
@FunctionalInterface
public interface StreamingImageModel extends ImageModel {

  @Override
  Flowable<ImagePart> stream(ImageRequest request);

  @Override
  @SuppressWarnings("FunctionalInterfaceMethodChanged") // that is its purpose
  default Single<Image> generate(ImageRequest request) {
    return stream(request).ofType(Image.class).firstOrError();
  }
}

package dev.animus4j.image;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * Image model defined by its stream, from which its {@link #generate} follows. Decorators have this
 * shape, so that none loses the progress that the model emits.
 */
@FunctionalInterface
public interface StreamingImageModel extends ImageModel {

  @Override
  Flowable<ImageUpdate> stream(ImageRequest request);

  @Override
  @SuppressWarnings("FunctionalInterfaceMethodChanged") // that is its purpose
  default Single<Image> generate(ImageRequest request) {
    return stream(request).ofType(Image.class).firstOrError();
  }
}

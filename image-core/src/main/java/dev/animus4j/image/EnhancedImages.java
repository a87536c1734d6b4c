package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model that is asked in better words. */
final class EnhancedImages implements StreamingImageModel {
  private static final Logger LOG = LoggerFactory.getLogger(EnhancedImages.class);

  private final ImageModel model;
  private final PromptEnhancer enhancer;

  EnhancedImages(ImageModel model, PromptEnhancer enhancer) {
    this.model = model;
    this.enhancer = enhancer;
  }

  @Override
  public Flowable<ImagePart> stream(ImageRequest request) {
    return enhanced(request.prompt())
        .flatMapPublisher(
            words ->
                Isolation.flowable(() -> model.stream(request.saying(words)))
                    .map(part -> asked(part, request, words)));
  }

  private Single<String> enhanced(String prompt) {
    return Isolation.single(() -> enhancer.enhance(prompt))
        .map(words -> words.isBlank() ? prompt : words)
        .onErrorResumeNext(failure -> without(failure, prompt));
  }

  private static Single<String> without(Throwable failure, String prompt) {
    if (failure instanceof AnimusException.ContentPolicy
        || failure instanceof AnimusException.Cancelled) {
      return Single.error(failure);
    }
    LOG.debug("Drawing without enhancement: {}", failure.toString());
    return Single.just(prompt);
  }

  private static ImagePart asked(ImagePart part, ImageRequest request, String words) {
    if (!(part instanceof Image image) || words.equals(request.prompt())) {
      return part;
    }
    Image.Generation made = image.generation();
    Image.Generation both =
        new Image.Generation(
            made.model(),
            made.id(),
            made.seed(),
            made.inferenceTime(),
            Objects.requireNonNullElse(made.revisedPrompt(), words),
            made.usage());
    return new Image(
        image.location(), image.format(), request.prompt(), both, image.lineage(), image.cached());
  }
}

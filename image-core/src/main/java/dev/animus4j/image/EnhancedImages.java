package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Image model that enhances the prompt of each request first. */
final class EnhancedImages implements StreamingImageModel {
  private static final Logger LOG = LoggerFactory.getLogger(EnhancedImages.class);

  private final ImageModel model;
  private final PromptEnhancer enhancer;

  EnhancedImages(ImageModel model, PromptEnhancer enhancer) {
    this.model = model;
    this.enhancer = enhancer;
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return enhancedPrompt(request.prompt())
        .flatMapPublisher(
            enhanced ->
                FaultIsolation.flowable(() -> model.stream(request.withPrompt(enhanced)))
                    .map(update -> restorePrompt(update, request, enhanced)));
  }

  private Single<String> enhancedPrompt(String prompt) {
    return FaultIsolation.single(() -> enhancer.enhance(prompt))
        .map(enhanced -> enhanced.isBlank() ? prompt : enhanced)
        .onErrorResumeNext(failure -> originalPromptAfter(failure, prompt));
  }

  private static Single<String> originalPromptAfter(Throwable failure, String prompt) {
    if (failure instanceof AnimusException.ContentPolicy
        || failure instanceof AnimusException.Cancelled) {
      return Single.error(failure);
    }
    LOG.debug("Drawing without enhancement: {}", failure.toString());
    return Single.just(prompt);
  }

  private static ImageUpdate restorePrompt(
      ImageUpdate update, ImageRequest request, String enhanced) {
    if (!(update instanceof Image image) || enhanced.equals(request.prompt())) {
      return update;
    }
    Image.Generation generation = image.generation();
    Image.Generation merged =
        new Image.Generation(
            generation.provider(),
            generation.model(),
            generation.id(),
            generation.seed(),
            generation.inferenceTime(),
            Objects.requireNonNullElse(generation.revisedPrompt(), enhanced),
            generation.usage());
    return new Image(
        image.location(),
        image.format(),
        request.prompt(),
        merged,
        image.lineage(),
        image.cached());
  }
}

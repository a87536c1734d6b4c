package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Event of an image. */
public sealed interface ImageEvent extends ChatEvent {

  /**
   * The reply promised an image. This is published after the reply is delivered completely.
   *
   * @param detectedBy name of the detection: {@code server}, {@code tool}, {@code markup}, {@code
   *     classifier}, or that of a custom one
   * @param changesPrevious whether the promise is to edit the image shown last. That is done if
   *     there is such an image and the model can edit
   */
  @JsonTypeName("imagePromptDetected")
  record ImagePromptDetected(
      @JsonUnwrapped EventStamp stamp,
      String prompt,
      String detectedBy,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean changesPrevious)
      implements ImageEvent {}

  /** The generation of an image started. */
  @JsonTypeName("imageGenerationStart")
  record ImageGenerationStarted(@JsonUnwrapped EventStamp stamp, String imageId, String prompt)
      implements ImageEvent {}

  /**
   * Progress of an image.
   *
   * @param index from 0
   * @param imageUrl a preview; null for none
   */
  @JsonTypeName("imageGenerationProgress")
  record ImageGenerationProgressed(
      @JsonUnwrapped EventStamp stamp, String imageId, int index, @Nullable URI imageUrl)
      implements ImageEvent {

    @Override
    public ImageGenerationProgressed withImageUrls(UnaryOperator<URI> change) {
      URI url = imageUrl == null ? null : change.apply(imageUrl);
      return new ImageGenerationProgressed(stamp, imageId, index, url);
    }
  }

  /** An image is in the store, and appended to the history. */
  @JsonTypeName("imageGenerationComplete")
  record ImageGenerationCompleted(
      @JsonUnwrapped EventStamp stamp, String imageId, @JsonUnwrapped GeneratedImage picture)
      implements ImageEvent {

    @Override
    public ImageGenerationCompleted withImageUrls(UnaryOperator<URI> change) {
      URI url = change.apply(picture.imageUrl());
      return new ImageGenerationCompleted(stamp, imageId, picture.withImageUrl(url));
    }
  }

  /**
   * The generation of an image failed. The text of the reply stands.
   *
   * @param prompt empty if a guardrail withheld it: then the generation was not started
   */
  @JsonTypeName("imageGenerationError")
  record ImageGenerationFailed(
      @JsonUnwrapped EventStamp stamp, String imageId, String prompt, Failure error)
      implements ImageEvent {}
}

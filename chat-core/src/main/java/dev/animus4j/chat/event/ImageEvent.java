package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Something about a picture. */
public sealed interface ImageEvent extends ChatEvent {

  /**
   * The answer promised a picture, and all of it is delivered.
   *
   * @param detectedBy how that was found out: {@code server}, {@code tool}, {@code markup}, {@code
   *     classifier}
   * @param changesPrevious whether the picture shown last is to be changed, if there is one and the
   *     model can
   */
  @JsonTypeName("imagePromptDetected")
  record ImagePromptDetected(
      @JsonUnwrapped Stamp stamp,
      String prompt,
      String detectedBy,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean changesPrevious)
      implements ImageEvent {}

  /** A picture is being made. */
  @JsonTypeName("imageGenerationStart")
  record ImageGenerationStarted(@JsonUnwrapped Stamp stamp, String imageId, String prompt)
      implements ImageEvent {}

  /**
   * A picture is on its way.
   *
   * @param index from 0
   * @param imageUrl an unfinished picture to look at
   */
  @JsonTypeName("imageGenerationProgress")
  record ImageGenerationProgressed(
      @JsonUnwrapped Stamp stamp, String imageId, int index, @Nullable URI imageUrl)
      implements ImageEvent {}

  /** A picture is in the store, and remembered. */
  @JsonTypeName("imageGenerationComplete")
  record ImageGenerationCompleted(
      @JsonUnwrapped Stamp stamp, String imageId, @JsonUnwrapped Picture picture)
      implements ImageEvent {}

  /** There is no picture. What was said stands. */
  @JsonTypeName("imageGenerationError")
  record ImageGenerationFailed(
      @JsonUnwrapped Stamp stamp, String imageId, String prompt, Failure error)
      implements ImageEvent {}
}

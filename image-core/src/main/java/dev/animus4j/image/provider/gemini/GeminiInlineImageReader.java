package dev.animus4j.image.provider.gemini;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.gemini.GenerateContentResponse;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Single;
import java.util.List;

/**
 * Reads images in responses that are text in the first place. {@link GeminiImages} can change them
 * further with the same model.
 *
 * @param store the store for the images, once the whole response has been read and accepted
 */
public record GeminiInlineImageReader(ImageStore store) {

  /**
   * Response with its images, in order, without thoughts.
   *
   * @param response the response without the bytes of the images
   */
  public record ResponseWithImages(GenerateContentResponse response, List<Image> images) {
    /** Copies the list. */
    public ResponseWithImages {
      images = List.copyOf(images);
    }
  }

  /**
   * Reads a response that is a whole document.
   *
   * @param model the model that generated the response
   * @param prompt the prompt of the request; not blank
   * @param start when the request was sent, by {@link System#nanoTime()}
   */
  public Single<ResponseWithImages> read(
      StreamedResponse response, String model, String prompt, long start) {
    ImageRequest request = ImageRequest.of(prompt);
    GeminiImageRound round =
        GeminiImageRound.of(
            request, model, GeminiImageOptions.defaults(), FailureOrigin.of("Gemini"));
    return new GeminiImageResponse(request, round, model, start).readWithImages(response, store);
  }
}

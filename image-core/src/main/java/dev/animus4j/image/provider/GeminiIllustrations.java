package dev.animus4j.image.provider;

import dev.animus4j.failure.Origin;
import dev.animus4j.gemini.Generated;
import dev.animus4j.http.Answer;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Single;
import java.util.List;

/**
 * Pictures in answers that are words in the first place. They are as those of {@link GeminiImages},
 * which can change them further if it asks the same model.
 *
 * @param store where they are kept, once the whole answer has been read and accepted
 */
public record GeminiIllustrations(ImageStore store) {

  /**
   * An answer, and the pictures in it, in order; thoughts are not among them.
   *
   * @param answer without the bytes of the pictures
   */
  public record Illustrated(Generated answer, List<Image> pictures) {
    /** Copies the list. */
    public Illustrated {
      pictures = List.copyOf(pictures);
    }
  }

  /**
   * Reads an answer that came whole.
   *
   * @param model which was asked
   * @param prompt what it was asked; not blank
   * @param start when it was asked, by {@link System#nanoTime()}
   */
  public Single<Illustrated> read(Answer answer, String model, String prompt, long start) {
    ImageRequest request = ImageRequest.of(prompt);
    GeminiRound round = GeminiRound.of(request, GeminiOptions.of(model), Origin.of("Gemini"));
    return new GeminiDrawing(request, round, model, start).readWords(answer, store);
  }
}

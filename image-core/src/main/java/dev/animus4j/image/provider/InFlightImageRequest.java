package dev.animus4j.image.provider;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.store.ImageStore;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Image request in flight.
 *
 * @param model the model that generates the image
 * @param start when it was sent, as {@link System#nanoTime}
 * @param sentPrompt the prompt as it was sent to the model; null when it is that of the request
 * @param seed the seed that was sent; null for none
 */
public record InFlightImageRequest(
    ImageRequest request,
    String model,
    long start,
    @Nullable String sentPrompt,
    @Nullable Long seed) {

  /** The context of a generation that starts now. */
  public static InFlightImageRequest of(ImageRequest request, String model) {
    return new InFlightImageRequest(request, model, System.nanoTime(), null, request.seed());
  }

  /** Returns the same context with the prompt that is sent to the model. */
  public InFlightImageRequest withPrompt(String prompt) {
    return new InFlightImageRequest(request, model, start, prompt, seed);
  }

  /** Returns the same context of a model that takes no seed. */
  public InFlightImageRequest withoutSeed() {
    return new InFlightImageRequest(request, model, start, sentPrompt, null);
  }

  /** Creates the generation metadata for a response that arrives now. */
  public Image.Generation generation(FailureOrigin origin) {
    String id = Objects.requireNonNullElseGet(origin.requestId(), UUID.randomUUID()::toString);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return new Image.Generation(origin.provider(), model, id, seed, time, sentPrompt, null);
  }

  /**
   * Creates the image from the stored file; {@code published} is its address at the provider, if
   * any.
   */
  public Image image(
      ImageStore.Stored stored, Image.Generation generation, @Nullable URI published) {
    Image.Lineage lineage = new Image.Lineage(published, request.parent(), null);
    return new Image(
        stored.location(), stored.format(), request.prompt(), generation, lineage, false);
  }
}

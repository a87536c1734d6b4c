package dev.animus4j.image.provider;

import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request under way.
 *
 * @param model who draws
 * @param start when it was sent, as {@link System#nanoTime}
 * @param said what the model was told instead of the prompt; null when it was told just that
 */
record Drawing(ImageRequest request, String model, long start, @Nullable String said) {

  static Drawing begun(ImageRequest request, String model) {
    return new Drawing(request, model, System.nanoTime(), null);
  }

  /** The same, the model being told this. */
  Drawing saying(String words) {
    return new Drawing(request, model, start, words);
  }

  /** How it was made, by an answer that comes now. */
  Image.Generation generation(Origin answer) {
    String id = Objects.requireNonNullElseGet(answer.requestId(), UUID.randomUUID()::toString);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return new Image.Generation(model, id, request.seed(), time, said, null);
  }

  /** The picture that came of it; {@code published} is where it was before, if anywhere. */
  Image image(ImageStore.Stored kept, Image.Generation generation, @Nullable URI published) {
    Image.Lineage lineage = new Image.Lineage(published, parent(), null);
    return new Image(kept.location(), kept.format(), request.prompt(), generation, lineage, false);
  }

  private @Nullable URI parent() {
    return request.source() instanceof ImageRequest.Source.Made made
        ? made.image().location()
        : null;
  }
}

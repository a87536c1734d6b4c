package dev.animus4j.image;

import dev.animus4j.resilience.Retry;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Item of an image stream: progress while the model works; the {@link Image} comes last. */
public sealed interface ImageUpdate
    permits Image, ImageUpdate.Progressed, ImageUpdate.AttemptFailed {

  /**
   * The image is being generated.
   *
   * @param index counts from 0
   * @param preview an unfinished image; null when there is none
   */
  record Progressed(int index, @Nullable URI preview) implements ImageUpdate {}

  /** An attempt failed and will be repeated. */
  record AttemptFailed(Retry.Attempt attempt) implements ImageUpdate {}
}

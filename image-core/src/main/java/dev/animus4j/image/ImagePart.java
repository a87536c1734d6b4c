package dev.animus4j.image;

import dev.animus4j.resilience.Retry;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What a model tells while it draws; the {@link Image} itself comes last. */
public sealed interface ImagePart permits Image, ImagePart.Progressed, ImagePart.AttemptFailed {

  /**
   * The picture is on its way.
   *
   * @param index counts from 0
   * @param preview an unfinished picture; null when there is none to look at
   */
  record Progressed(int index, @Nullable URI preview) implements ImagePart {}

  /** An attempt failed and will be repeated. */
  record AttemptFailed(Retry.Attempt attempt) implements ImagePart {}
}

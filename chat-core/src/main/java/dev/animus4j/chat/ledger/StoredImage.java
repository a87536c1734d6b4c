package dev.animus4j.chat.ledger;

import dev.animus4j.image.Image;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of an image.
 *
 * @param id the {@code imageId} of its events
 * @param since when it was ordered, or stored
 * @param image the image with the memo of its provider; null unless it is stored
 */
public record StoredImage(
    String id, String exchangeId, State state, Instant since, @Nullable Image image) {

  /** States of an image. */
  public enum State {
    /** A provider may have been asked for it, and may have billed it. */
    ORDERED,
    /** It is in the image store. */
    STORED,
    /** It was billed, perhaps, and never came. */
    LOST
  }
}

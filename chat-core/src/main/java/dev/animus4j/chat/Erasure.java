package dev.animus4j.chat;

import java.net.URI;
import java.util.List;

/**
 * What became of a conversation that was erased.
 *
 * @param existed whether there was anything of it in the history or the ledger
 * @param pendingImages locations of images that were not deleted. With a ledger they could not be,
 *     and the client tries again, every hour; without one they may also be images that were
 *     attached, of which nobody knows whether another conversation has them: delete them yourself
 */
public record Erasure(boolean existed, List<URI> pendingImages) {

  /** Copies the list. */
  public Erasure {
    pendingImages = List.copyOf(pendingImages);
  }
}

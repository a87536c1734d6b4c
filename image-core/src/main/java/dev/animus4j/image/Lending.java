package dev.animus4j.image;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which pictures are being read, so that none is taken from under its readers. Nothing here waits:
 * whoever comes second is turned away.
 */
final class Lending {
  private static final int WITHDRAWN = -1;

  /** The number of readers, or {@link #WITHDRAWN}. */
  private final Map<Path, Integer> out = new ConcurrentHashMap<>();

  /** The same, as its path; fails when it is about to go. */
  Path toReader(Path picture) {
    if (!lend(picture)) {
      throw StoreFailure.missing("there is no such picture: it is about to go");
    }
    return picture;
  }

  /** One more reader, to be followed by {@link #giveBack}; false when it is about to go. */
  boolean lend(Path picture) {
    return out.merge(picture, 1, (readers, one) -> readers < 0 ? readers : readers + one) > 0;
  }

  /** One reader less. */
  void giveBack(Path picture) {
    out.computeIfPresent(picture, (path, readers) -> readers == 1 ? null : readers - 1);
  }

  /** Keeps readers away until {@link #forget}; false when there are some. */
  boolean withdraw(Path picture) {
    return out.putIfAbsent(picture, WITHDRAWN) == null;
  }

  /** What was withdrawn is gone, or has stayed after all. */
  void forget(Path picture) {
    out.remove(picture, WITHDRAWN);
  }
}

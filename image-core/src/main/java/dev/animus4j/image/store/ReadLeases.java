package dev.animus4j.image.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leases of the images being read, so that no sweep deletes them under their readers. Nothing here
 * blocks: the second of a reader and a sweep is refused.
 */
final class ReadLeases {
  private static final int BLOCKED = -1;

  /** The number of readers, or {@link #BLOCKED}. */
  private final Map<Path, Integer> readerCounts = new ConcurrentHashMap<>();

  /** Acquires a lease and returns the path; fails when the image is about to be deleted. */
  Path acquire(Path image) {
    if (!tryAcquire(image)) {
      throw StoreFailure.notFound("there is no such picture: it is about to go");
    }
    return image;
  }

  /**
   * Adds a reader, to be followed by {@link #release}; false when the image is about to be deleted.
   */
  boolean tryAcquire(Path image) {
    return readerCounts.merge(image, 1, (readers, one) -> readers < 0 ? readers : readers + one)
        > 0;
  }

  /** Removes a reader. */
  void release(Path image) {
    readerCounts.computeIfPresent(image, (path, readers) -> readers == 1 ? null : readers - 1);
  }

  /** Blocks new readers until {@link #unblock}; false when there are readers. */
  boolean tryBlock(Path image) {
    return readerCounts.putIfAbsent(image, BLOCKED) == null;
  }

  /** Ends {@link #tryBlock}, whether the image was deleted or not. */
  void unblock(Path image) {
    readerCounts.remove(image, BLOCKED);
  }
}

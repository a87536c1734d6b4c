package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Memory for images, oldest first, of which the oldest are evicted for new ones. */
final class ImageMemory {
  private final long capacity;
  private final Map<URI, StoredImage> images = new LinkedHashMap<>();

  /** The bytes of all images that are stored or being written. */
  private long usedBytes;

  /** Bytes of an image, and the image as it was described; with the format only before that. */
  record StoredImage(Buffer bytes, Image image) {}

  ImageMemory(long capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("bytes must be positive: " + capacity);
    }
    this.capacity = capacity;
  }

  long capacity() {
    return capacity;
  }

  synchronized @Nullable StoredImage find(URI location) {
    return images.get(location);
  }

  synchronized List<Image> all() {
    return images.values().stream().map(StoredImage::image).toList();
  }

  /** Replaces what is known of an image, but its format; false when there is no such image. */
  synchronized boolean describe(Image image) {
    return images.computeIfPresent(
            image.location(),
            (location, stored) ->
                new StoredImage(stored.bytes(), image.withFormat(stored.image().format())))
        != null;
  }

  synchronized void remove(URI location) {
    StoredImage removed = images.remove(location);
    usedBytes -= removed == null ? 0 : removed.bytes().length();
  }

  /** Reserves bytes for an image that is being written; fails when others hold the rest. */
  synchronized void reserve(int bytes) {
    Iterator<StoredImage> oldest = images.values().iterator();
    while (usedBytes + bytes > capacity && oldest.hasNext()) {
      usedBytes -= oldest.next().bytes().length();
      oldest.remove();
    }
    if (usedBytes + bytes > capacity) {
      throw new AnimusException.Unavailable(
          FailureOrigin.of("image store"),
          "the memory for pictures is full",
          true,
          (Duration) null);
    }
    usedBytes += bytes;
  }

  /** Adds an image whose bytes are reserved. */
  synchronized void put(StoredImage stored) {
    images.put(stored.image().location(), stored);
  }

  synchronized void release(int bytes) {
    usedBytes -= bytes;
  }
}

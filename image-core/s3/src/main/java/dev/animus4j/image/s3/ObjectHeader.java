package dev.animus4j.image.s3;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageInspector;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** First bytes of an object, as many as tell the format of an image. */
final class ObjectHeader {
  private final ImageInspector imageInspector = new ImageInspector(Long.MAX_VALUE);
  private final long bytes;
  private boolean isOther;

  /** Begins an object of so many bytes; 0 when that is not known, so that all are read. */
  ObjectHeader(long bytes) {
    this.bytes = bytes;
  }

  /** Appends the next bytes; returns whether no more are needed. */
  boolean append(Buffer piece) {
    try {
      imageInspector.inspect(piece);
      return bytes > 0 && imageInspector.header().isPresent();
    } catch (AnimusException noImage) {
      isOther = true;
      return true;
    }
  }

  /** The format; empty when the object is no image. */
  Optional<Image.Format> format() {
    try {
      return isOther ? Optional.empty() : Optional.of(Image.Format.of(result()));
    } catch (AnimusException noImage) {
      return Optional.empty();
    }
  }

  private ImageInspector.Result result() {
    return imageInspector
        .header()
        .filter(header -> bytes > 0)
        .map(header -> new ImageInspector.Result(header.type(), header.size(), bytes))
        .orElseGet(imageInspector::finish);
  }
}

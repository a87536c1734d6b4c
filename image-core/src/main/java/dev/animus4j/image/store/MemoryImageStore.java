package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageInspector;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Image store in memory, which evicts the oldest images first. Runs on the caller's thread. */
final class MemoryImageStore implements ImageStore {
  private static final int PIECE = 64 * 1024;
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final long capacity;
  private final Map<URI, Buffer> images = new LinkedHashMap<>();

  /** The bytes of all images that are stored or being written. */
  private long usedBytes;

  MemoryImageStore(long capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("bytes must be positive: " + capacity);
    }
    this.capacity = capacity;
  }

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Maybe.using(
            PendingImage::new,
            pendingImage ->
                FaultIsolation.flowable(() -> bytes)
                    .collect(() -> pendingImage, PendingImage::append)
                    .mapOptional(complete -> FaultIsolation.call(() -> complete.commit(model))),
            PendingImage::discard,
            false)
        .switchIfEmpty(Single.never());
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return Flowable.defer(
        () -> {
          Buffer image = image(location);
          return image == null ? Flowable.error(notFound()) : pieces(image);
        });
  }

  /** Returns copies, because a receiver can change a buffer. */
  private static Flowable<Buffer> pieces(Buffer image) {
    long length = image.length();
    return Flowable.rangeLong(0, (length + PIECE - 1) / PIECE)
        .map(at -> image.getBuffer((int) (at * PIECE), (int) Math.min((at + 1) * PIECE, length)));
  }

  @Override
  public Completable delete(URI location) {
    return Completable.defer(
        () -> {
          remove(location);
          return "mem".equals(location.getScheme())
              ? Completable.complete()
              : Completable.error(notFound());
        });
  }

  private synchronized @Nullable Buffer image(URI location) {
    return images.get(location);
  }

  private synchronized void remove(URI location) {
    Buffer removed = images.remove(location);
    usedBytes -= removed == null ? 0 : removed.length();
  }

  private synchronized void reserve(int bytes) {
    Iterator<Buffer> oldest = images.values().iterator();
    while (usedBytes + bytes > capacity && oldest.hasNext()) {
      usedBytes -= oldest.next().length();
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

  private synchronized void put(URI location, Buffer image) {
    images.put(location, image);
  }

  private synchronized void release(int bytes) {
    usedBytes -= bytes;
  }

  private static AnimusException notFound() {
    return StoreFailure.notFound("there is no such picture");
  }

  /** Image being written, whose bytes are reserved until it is committed or discarded. */
  private final class PendingImage {
    private final ImageInspector imageInspector = new ImageInspector(capacity);
    private Buffer bytes = Buffer.buffer();
    private int reserved;
    private boolean closed;

    synchronized void append(Buffer piece) {
      if (!closed) {
        imageInspector.inspect(piece);
        reserve(piece.length());
        reserved += piece.length();
        bytes.appendBuffer(piece);
      }
    }

    synchronized Optional<Stored> commit(String model) {
      if (closed) {
        return Optional.empty();
      }
      ImageInspector.Result image = imageInspector.finish();
      String name =
          StoredFileName.image(model, UUID.randomUUID().toString(), image.type().extension());
      URI location = URI.create("mem:" + name);
      MemoryImageStore.this.put(location, bytes.copy());
      closed = true;
      bytes = NOTHING;
      return Optional.of(new Stored(location, Image.Format.of(image)));
    }

    /**
     * Releases the reservation and the bytes at once: a source that hangs may hold this object for
     * long.
     */
    synchronized void discard() {
      if (!closed) {
        closed = true;
        bytes = NOTHING;
        MemoryImageStore.this.release(reserved);
      }
    }
  }
}

package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageInspector;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** Image store in memory, which evicts the oldest images first. Runs on the caller's thread. */
final class MemoryImageStore implements ImageStore {
  private static final int PIECE = 64 * 1024;
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final ImageMemory memory;

  MemoryImageStore(long capacity) {
    this.memory = new ImageMemory(capacity);
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
          ImageMemory.StoredImage stored = memory.find(location);
          return stored == null ? Flowable.error(notFound()) : pieces(stored.bytes());
        });
  }

  /** As {@link ImageStore#readAll}, for all images in this store. */
  @Override
  public Single<Buffer> readAll(URI location) {
    return StoredBytes.collect(() -> read(location), memory.capacity());
  }

  @Override
  public Completable describe(Image image) {
    return Completable.fromAction(
        () -> {
          if (!memory.describe(image)) {
            throw notFound();
          }
        });
  }

  @Override
  public Maybe<Image> find(URI location) {
    return Maybe.defer(
        () -> {
          ImageMemory.StoredImage stored = memory.find(location);
          return stored == null ? Maybe.empty() : Maybe.just(stored.image());
        });
  }

  @Override
  public Flowable<Stored> list() {
    return Flowable.defer(() -> Flowable.fromIterable(memory.all()))
        .map(image -> new Stored(image.location(), image.format()));
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
          memory.remove(location);
          return "mem".equals(location.getScheme())
              ? Completable.complete()
              : Completable.error(notFound());
        });
  }

  private static AnimusException notFound() {
    return StoreFailure.notFound("there is no such picture");
  }

  /** Image being written, whose bytes are reserved until it is committed or discarded. */
  private final class PendingImage {
    private final ImageInspector imageInspector = new ImageInspector(memory.capacity());
    private Buffer bytes = Buffer.buffer();
    private int reserved;
    private boolean closed;

    synchronized void append(Buffer piece) {
      if (!closed) {
        imageInspector.inspect(piece);
        memory.reserve(piece.length());
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
      Image.Format format = Image.Format.of(image);
      memory.put(
          new ImageMemory.StoredImage(bytes.copy(), Image.of("", location).withFormat(format)));
      closed = true;
      bytes = NOTHING;
      return Optional.of(new Stored(location, format));
    }

    /**
     * Releases the reservation and the bytes at once: a source that hangs may hold this object for
     * long.
     */
    synchronized void discard() {
      if (!closed) {
        closed = true;
        bytes = NOTHING;
        memory.release(reserved);
      }
    }
  }
}

package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
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

/** Pictures by location, the oldest first. Works on the thread of whoever calls. */
final class MemoryImageStore implements ImageStore {
  private static final int PIECE = 64 * 1024;
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final long capacity;
  private final Map<URI, Buffer> pictures = new LinkedHashMap<>();

  /** How many bytes are kept or being written. */
  private long held;

  MemoryImageStore(long capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("bytes must be positive: " + capacity);
    }
    this.capacity = capacity;
  }

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Maybe.using(
            Canvas::new,
            canvas ->
                Isolation.flowable(() -> bytes)
                    .collect(() -> canvas, Canvas::add)
                    .mapOptional(full -> Isolation.call(() -> full.keep(model))),
            Canvas::release,
            false)
        .switchIfEmpty(Single.never());
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return Flowable.defer(
        () -> {
          Buffer picture = picture(location);
          return picture == null ? Flowable.error(missing()) : pieces(picture);
        });
  }

  /** Copies, for a buffer can be changed by whoever has it. */
  private static Flowable<Buffer> pieces(Buffer picture) {
    long length = picture.length();
    return Flowable.rangeLong(0, (length + PIECE - 1) / PIECE)
        .map(at -> picture.getBuffer((int) (at * PIECE), (int) Math.min((at + 1) * PIECE, length)));
  }

  @Override
  public Completable delete(URI location) {
    return Completable.defer(
        () -> {
          remove(location);
          return "mem".equals(location.getScheme())
              ? Completable.complete()
              : Completable.error(missing());
        });
  }

  private synchronized @Nullable Buffer picture(URI location) {
    return pictures.get(location);
  }

  private synchronized void remove(URI location) {
    Buffer removed = pictures.remove(location);
    held -= removed == null ? 0 : removed.length();
  }

  private synchronized void reserve(int bytes) {
    Iterator<Buffer> oldest = pictures.values().iterator();
    while (held + bytes > capacity && oldest.hasNext()) {
      held -= oldest.next().length();
      oldest.remove();
    }
    if (held + bytes > capacity) {
      throw new AnimusException.Unavailable(
          Origin.of("image store"), "the memory for pictures is full", true, (Duration) null);
    }
    held += bytes;
  }

  private synchronized void keep(URI location, Buffer picture) {
    pictures.put(location, picture);
  }

  private synchronized void release(int bytes) {
    held -= bytes;
  }

  private static AnimusException missing() {
    return StoreFailure.missing("there is no such picture");
  }

  /** A picture in the making, which already takes its room; until it is kept or nobody cares. */
  private final class Canvas {
    private final Inspection inspection = new Inspection(capacity);
    private Buffer bytes = Buffer.buffer();
    private int reserved;
    private boolean over;

    synchronized void add(Buffer piece) {
      if (!over) {
        inspection.pass(piece);
        reserve(piece.length());
        reserved += piece.length();
        bytes.appendBuffer(piece);
      }
    }

    synchronized Optional<Stored> keep(String model) {
      if (over) {
        return Optional.empty();
      }
      Inspection.Findings found = inspection.end();
      String name = PictureName.of(model, UUID.randomUUID().toString(), found.extension());
      URI location = URI.create("mem:" + name);
      MemoryImageStore.this.keep(location, bytes.copy());
      over = true;
      bytes = NOTHING;
      return Optional.of(new Stored(location, found.format()));
    }

    /** The room at once, and the bytes too: a source that hangs may hold on to this for long. */
    synchronized void release() {
      if (!over) {
        over = true;
        bytes = NOTHING;
        MemoryImageStore.this.release(reserved);
      }
    }
  }
}

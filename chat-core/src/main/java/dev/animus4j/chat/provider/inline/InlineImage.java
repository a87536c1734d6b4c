package dev.animus4j.chat.provider.inline;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Image within a response. Its bytes are written to the store while they arrive, but the file is
 * not complete, and so not stored, before the whole response is accepted.
 */
public final class InlineImage {
  private static final int CLOSED = -1;

  private final UnicastProcessor<Buffer> bytes = UnicastProcessor.create();
  private final Base64Bytes decoder = new Base64Bytes(this::emit);
  private final CRC32C checksum = new CRC32C();
  private final SingleSubject<Stored> stored = SingleSubject.create();
  private final @Nullable URI published;
  private volatile @Nullable Disposable write;
  private long size;
  private int openLine = CLOSED;
  private boolean valid = true;
  private boolean claimed;

  /**
   * @param published its address; null when the response has its bytes
   */
  InlineImage(@Nullable URI published) {
    this.published = published;
  }

  /** Starts to write the bytes that {@link #accept} decodes. */
  void write(ImageStore store, String model) {
    start(FaultIsolation.single(() -> store.write(model, bytes)));
  }

  private void start(Single<Stored> writing) {
    write = writing.subscribe(stored::onSuccess, stored::onError);
  }

  /** Decodes the next character of its base64. */
  void accept(char c) {
    decoder.accept(c);
  }

  private void emit(byte[] block, int length) {
    checksum.update(block, 0, length);
    size += length;
    if (write != null) {
      bytes.onNext(Buffer.buffer(length).appendBytes(block, 0, length));
    }
  }

  /** Leaves it open, since its base64 may go on after the JSON that ends here, in this line. */
  void suspend(int lineLength) {
    openLine = lineLength;
  }

  /** Whether its base64 may go on. */
  boolean isOpen() {
    return openLine != CLOSED;
  }

  /** The length of its last line so far. */
  int lineLength() {
    return Math.max(0, openLine);
  }

  /** Ends its base64. */
  void end() {
    valid = decoder.finish();
    openLine = CLOSED;
  }

  @Nullable URI published() {
    return published;
  }

  /** Whether another one is the same file, or at the same address. */
  boolean isSame(InlineImage other) {
    return published == null
        ? other.published == null
            && size == other.size
            && checksum.getValue() == other.checksum.getValue()
        : published.equals(other.published);
  }

  void claim() {
    claimed = true;
  }

  boolean isClaimed() {
    return claimed;
  }

  /** Completes the file, or fetches it; emits where it is stored. Fails if it is not valid. */
  Single<Stored> complete(Function<URI, Single<Stored>> fetch, FailureOrigin origin) {
    if (!valid) {
      String what = "the picture is not valid base64";
      return Single.error(new AnimusException.Protocol(origin, what, null));
    }
    URI address = published;
    if (address != null) {
      start(FaultIsolation.single(() -> fetch.apply(address)));
    }
    bytes.onComplete();
    return stored;
  }

  boolean isStored() {
    return stored.hasValue();
  }

  boolean isStoredIn(Set<URI> locations) {
    return isStored() && locations.contains(file().location());
  }

  /** The file, once stored. */
  Stored file() {
    return Objects.requireNonNull(stored.getValue());
  }

  /** Removes it from the store, or ends its being written. */
  Completable discard(ImageStore store) {
    Disposable writing = write;
    if (writing == null) {
      return Completable.complete();
    }
    Completable deletion =
        stored.flatMapCompletable(file -> store.delete(file.location())).onErrorComplete().cache();
    var unused = deletion.subscribe();
    boolean written = stored.hasValue();
    writing.dispose();
    return written ? deletion : Completable.complete();
  }
}

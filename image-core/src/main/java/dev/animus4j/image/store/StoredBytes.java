package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageInspector;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Supplier;
import io.vertx.core.buffer.Buffer;

/** Bytes of a stored image, read to their end. */
final class StoredBytes {
  /** The largest image that is read into memory by default. */
  static final long MOST = 32L * 1024 * 1024;

  private StoredBytes() {}

  /** Collects the bytes; fails as soon as they are more than {@code most}. */
  static Single<Buffer> collect(Supplier<Flowable<Buffer>> bytes, long most) {
    return FaultIsolation.flowable(bytes)
        .collect(Buffer::buffer, (all, piece) -> append(all, piece, most));
  }

  private static void append(Buffer all, Buffer piece, long most) {
    if ((long) all.length() + piece.length() > most) {
      String what = "the picture is larger than " + most + " bytes, read it piece by piece";
      throw StoreFailure.invalidRequest(what);
    }
    all.appendBuffer(piece);
  }

  /** Reads the format from the bytes; empty when there is no such image. */
  static Maybe<Image.Format> format(Supplier<Flowable<Buffer>> bytes) {
    return FaultIsolation.flowable(bytes)
        .collect(() -> new ImageInspector(Long.MAX_VALUE), ImageInspector::inspect)
        .map(inspector -> Image.Format.of(inspector.finish()))
        .toMaybe()
        .onErrorComplete(StoredBytes::isNoImage);
  }

  /** What is not in the store, or is something else. */
  private static boolean isNoImage(Throwable failure) {
    return failure instanceof AnimusException.InvalidRequest
        || failure instanceof AnimusException.Protocol;
  }
}

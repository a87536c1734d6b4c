package dev.animus4j.image.s3;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;

/** Reader of whole objects into memory, of at most so many bytes. */
record WholeObject(long maxBytes) {
  /** Collects the bytes; fails as soon as they are too many. */
  Single<Buffer> collect(Flowable<Buffer> bytes) {
    return bytes.collect(Buffer::buffer, this::append);
  }

  private void append(Buffer all, Buffer piece) {
    long most = Math.min(maxBytes, Integer.MAX_VALUE);
    if ((long) all.length() + piece.length() > most) {
      throw S3Failures.invalid(
          "the picture is larger than " + most + " bytes, read it piece by piece");
    }
    all.appendBuffer(piece);
  }
}

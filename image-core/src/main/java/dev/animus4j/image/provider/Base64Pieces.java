package dev.animus4j.image.provider;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/** Base64 encoded piece by piece; what does not fill three bytes waits for the next piece. */
final class Base64Pieces {
  private Buffer rest = Buffer.buffer(0);

  private Base64Pieces() {}

  static Flowable<Buffer> encoded(Flowable<Buffer> bytes) {
    return Flowable.defer(
        () -> {
          Base64Pieces pieces = new Base64Pieces();
          return bytes.map(pieces::next).concatWith(Flowable.fromCallable(pieces::last));
        });
  }

  /** How long so many bytes become. */
  static long length(long bytes) {
    return (bytes + 2) / 3 * 4;
  }

  private Buffer next(Buffer piece) {
    Buffer all = rest.length() == 0 ? piece : rest.appendBuffer(piece);
    int whole = all.length() / 3 * 3;
    rest = all.getBuffer(whole, all.length());
    return encoded(all.getBytes(0, whole));
  }

  private Buffer last() {
    return encoded(rest.getBytes());
  }

  private static Buffer encoded(byte[] bytes) {
    return Buffer.buffer(Base64.getEncoder().encode(bytes));
  }
}

package dev.animus4j.image.provider.cloudflare;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/**
 * Encoder for base64, piece by piece; bytes that do not fill a group of three wait for the next
 * piece.
 */
final class Base64Encoder {
  private Buffer remainder = Buffer.buffer(0);

  private Base64Encoder() {}

  static Flowable<Buffer> encode(Flowable<Buffer> bytes) {
    return Flowable.defer(
        () -> {
          Base64Encoder encoder = new Base64Encoder();
          return bytes
              .map(encoder::encodePiece)
              .concatWith(Flowable.fromCallable(encoder::encodeRemainder));
        });
  }

  /** The encoded length of this many bytes. */
  static long encodedLength(long bytes) {
    return (bytes + 2) / 3 * 4;
  }

  private Buffer encodePiece(Buffer piece) {
    Buffer all = remainder.length() == 0 ? piece : remainder.appendBuffer(piece);
    int length = all.length() / 3 * 3;
    remainder = all.getBuffer(length, all.length());
    return encode(all.getBytes(0, length));
  }

  private Buffer encodeRemainder() {
    return encode(remainder.getBytes());
  }

  private static Buffer encode(byte[] bytes) {
    return Buffer.buffer(Base64.getEncoder().encode(bytes));
  }
}

package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Notification;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a body that was compressed unasked, on demand. The platform's decompression would decode
 * all that has arrived at once, whatever the demand.
 */
final class ContentDecoding {
  /** In bytes: a slice becomes at most a thousand times as much. */
  private static final int SLICE = 64;

  /** In bytes; up to this size, a body may be as repetitive as it likes. */
  private static final long HARMLESS = 16L << 20;

  /** How many times as large as its encoding text may be; markup is some 20 times. */
  private static final int MAX_RATIO = 200;

  /** The first byte of the format (RFC 1952), with which no JSON, text or image begins. */
  private static final int GZIP_START = 0x1F;

  private final ResponseHead head;
  private final JdkZlibDecoder decoder;
  private final EmbeddedChannel channel;
  private final boolean gzip;
  private @Nullable Boolean unencoded;
  private long encodedBytes;
  private long decodedBytes;

  private ContentDecoding(ResponseHead head, ZlibWrapper wrapper) {
    this.head = head;
    this.gzip = wrapper == ZlibWrapper.GZIP;
    this.decoder = new JdkZlibDecoder(wrapper, false, 0);
    this.channel = new EmbeddedChannel(decoder);
  }

  /** Returns the decoded body; the body itself if it is not encoded. */
  static Flowable<Buffer> decode(Flowable<Buffer> body, ResponseHead head) {
    String coding = head.contentCoding();
    return switch (coding) {
      case "", "identity", "aws-chunked", "binary", "none" -> body;
      case "gzip", "x-gzip" -> decode(body, head, ZlibWrapper.GZIP);
      case "deflate" -> decode(body, head, ZlibWrapper.ZLIB_OR_NONE);
      default -> Flowable.error(unknownCoding(head, coding));
    };
  }

  private static Flowable<Buffer> decode(
      Flowable<Buffer> body, ResponseHead head, ZlibWrapper wrapper) {
    return Flowable.using(
        () -> new ContentDecoding(head, wrapper),
        decoding -> body.materialize().concatMapIterable(decoding::decode, 1),
        ContentDecoding::close);
  }

  private void close() {
    channel.close();
    channel.releaseInbound();
  }

  private Iterable<Buffer> decode(Notification<Buffer> piece) throws Throwable {
    if (piece.getError() != null) {
      throw piece.getError();
    }
    Buffer bytes = piece.getValue();
    if (bytes != null) {
      boolean plain = isPlain(bytes);
      return plain ? List.of(bytes) : () -> new DecodedPieces(bytes);
    }
    if (!Boolean.TRUE.equals(unencoded) && !decoder.isClosed()) {
      throw new AnimusException.Unavailable(
          head.origin(), "the compressed answer was cut short", true, (Duration) null);
    }
    return List.of();
  }

  /** Some servers say so of a body that is not encoded, or not any more. */
  private boolean isPlain(Buffer bytes) {
    if (unencoded == null && bytes.length() > 0) {
      unencoded = gzip && bytes.getUnsignedByte(0) != GZIP_START;
    }
    return Boolean.TRUE.equals(unencoded);
  }

  private static AnimusException unknownCoding(ResponseHead head, String coding) {
    return new AnimusException.Protocol(
        head.origin(), "the answer is compressed, unasked, as " + coding, null);
  }

  private AnimusException malformed(Throwable cause) {
    return new AnimusException.Protocol(head.origin(), "the compressed answer is malformed", cause);
  }

  /** Fails if the body is too repetitive to be an answer: decoding it would only cost time. */
  private void requireText(int more) {
    decodedBytes += more;
    if (decodedBytes > HARMLESS && decodedBytes / MAX_RATIO > encodedBytes) {
      throw new AnimusException.Protocol(
          head.origin(), "the compressed answer is a bomb: some bytes become millions", null);
    }
  }

  /** Iterator that decodes slice by slice. */
  private final class DecodedPieces implements Iterator<Buffer> {
    private final Buffer encoded;
    private int position;
    private @Nullable ByteBuf next;

    DecodedPieces(Buffer encoded) {
      this.encoded = encoded;
    }

    @Override
    public boolean hasNext() {
      next = next == null ? channel.readInbound() : next;
      while (next == null && position < encoded.length()) {
        int end = Math.min(encoded.length(), position + SLICE);
        decodeSlice(encoded.getBytes(position, end));
        position = end;
        next = channel.readInbound();
      }
      return next != null;
    }

    private void decodeSlice(byte[] slice) {
      encodedBytes += slice.length;
      try {
        channel.writeInbound(Unpooled.wrappedBuffer(slice));
      } catch (DecompressionException e) {
        throw malformed(e);
      }
    }

    @Override
    public Buffer next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Buffer decoded = Buffer.buffer(ByteBufUtil.getBytes(next));
      requireText(decoded.length());
      next.release();
      next = null;
      return decoded;
    }
  }
}

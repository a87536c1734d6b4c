package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.util.Objects;

/** Input stream over a buffer, which it does not copy first. */
final class BufferInputStream extends InputStream {
  private final Buffer buffer;
  private int position;

  BufferInputStream(Buffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public int read() {
    return position < buffer.length() ? buffer.getUnsignedByte(position++) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    int count = Math.min(length, buffer.length() - position);
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    buffer.getBytes(position, position + count, target, offset);
    position += count;
    return count;
  }
}

package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.util.Objects;

/** A buffer to be read from its beginning, without all of it being copied first. */
final class BufferInput extends InputStream {
  private final Buffer buffer;
  private int at;

  BufferInput(Buffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public int read() {
    return at < buffer.length() ? buffer.getUnsignedByte(at++) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    int some = Math.min(length, buffer.length() - at);
    if (some <= 0) {
      return length == 0 ? 0 : -1;
    }
    buffer.getBytes(at, at + some, target, offset);
    at += some;
    return some;
  }
}

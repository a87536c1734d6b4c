package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;

/** What is written becomes a buffer, which is exactly as large when it is written at once. */
final class BufferOutput extends OutputStream {
  private Buffer buffer = Buffer.buffer();

  Buffer buffer() {
    return buffer;
  }

  @Override
  public void write(int b) {
    buffer.appendByte((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    buffer = buffer.length() == 0 ? Buffer.buffer(length) : buffer;
    buffer.appendBytes(bytes, offset, length);
  }
}

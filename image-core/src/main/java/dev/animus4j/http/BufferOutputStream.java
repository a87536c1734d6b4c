package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Output stream into a buffer, which is exactly as large as its content when written at once. */
final class BufferOutputStream extends OutputStream {
  private @Nullable Buffer buffer;

  Buffer buffer() {
    return buffer == null ? Buffer.buffer() : buffer;
  }

  @Override
  public void write(int b) {
    buffer = buffer().appendByte((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    buffer = (buffer == null ? Buffer.buffer(length) : buffer).appendBytes(bytes, offset, length);
  }
}

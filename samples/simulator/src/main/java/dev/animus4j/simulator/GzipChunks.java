package dev.animus4j.simulator;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.zip.GZIPOutputStream;

/** Chunks in gzip, each compressed when it is requested, and flushed. */
final class GzipChunks implements Iterator<Buffer> {
  private final Iterator<Buffer> chunks;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final GZIPOutputStream gzip;
  private boolean ended;

  GzipChunks(Iterator<Buffer> chunks) {
    this.chunks = chunks;
    try {
      gzip = new GZIPOutputStream(bytes, 1 << 13, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public Buffer next() {
    try {
      if (chunks.hasNext()) {
        gzip.write(chunks.next().getBytes());
        gzip.flush();
      } else {
        gzip.close();
        ended = true;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Buffer compressed = Buffer.buffer(bytes.toByteArray());
    bytes.reset();
    return compressed;
  }
}

package dev.animus4j.image.store;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of an image piece by piece. Blocks. It may be closed from any thread at any
 * moment, also while it is being opened.
 */
final class ImageFileReader {
  private static final int PIECE = 64 * 1024;

  private final Path path;
  private @Nullable FileChannel file;
  private boolean closed;

  ImageFileReader(Path path) {
    this.path = path;
  }

  /** Opens the file, and returns the number of its pieces. */
  synchronized long open() throws IOException {
    if (closed) {
      return 0;
    }
    FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
    file = opened;
    return (opened.size() + PIECE - 1) / PIECE;
  }

  /** Reads a piece; empty when it has been closed. */
  synchronized Buffer piece(long number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PIECE);
    long start = number * PIECE;
    while (file != null && bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        break;
      }
    }
    return Buffer.buffer().appendBytes(bytes.array(), 0, bytes.position());
  }

  synchronized ImageFileReader close() throws IOException {
    closed = true;
    FileChannel open = file;
    file = null;
    if (open != null) {
      open.close();
    }
    return this;
  }
}

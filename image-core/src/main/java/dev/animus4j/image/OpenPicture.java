package dev.animus4j.image;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A picture while it is read. It blocks. It may be closed from anywhere at any moment, also while
 * it is being opened.
 */
final class OpenPicture {
  private static final int PIECE = 64 * 1024;

  private final Path path;
  private @Nullable FileChannel file;
  private boolean closed;

  OpenPicture(Path path) {
    this.path = path;
  }

  /** Opens it, and says how many pieces there are. */
  synchronized long open() throws IOException {
    if (closed) {
      return 0;
    }
    FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
    file = opened;
    return (opened.size() + PIECE - 1) / PIECE;
  }

  /** One of them; empty when it has been closed. */
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

  synchronized OpenPicture close() throws IOException {
    closed = true;
    FileChannel open = file;
    file = null;
    if (open != null) {
      open.close();
    }
    return this;
  }
}

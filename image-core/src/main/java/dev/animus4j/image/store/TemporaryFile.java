package dev.animus4j.image.store;

import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageInspector;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * File of an image while it is being written. Blocks. Operations run one at a time; so a discard,
 * which may come from any thread at any moment, waits for the current one and then removes the
 * file.
 */
final class TemporaryFile {
  /**
   * The platform copies what it writes into memory that it retains: so never a whole image at once.
   */
  private static final int PIECE = 64 * 1024;

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private enum State {
    OPEN,
    COMMITTED,
    DISCARDED
  }

  private final String model;
  private final String id = UUID.randomUUID().toString();
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private @Nullable Path path;
  private @Nullable FileChannel file;

  /** Prepares a file for an image by this model; creates none yet. */
  TemporaryFile(String model) {
    this.model = model;
  }

  /** Creates the file in this directory, for its owner alone. */
  synchronized TemporaryFile open(Path directory) throws IOException {
    requireOpen();
    Path temporary = directory.resolve(StoredFileName.temporary(id));
    file = FileChannel.open(temporary, NEW, ownerOnlyAttributes(temporary));
    path = temporary;
    return this;
  }

  /** Appends bytes to the file. */
  synchronized TemporaryFile append(Buffer piece) throws IOException {
    requireOpen();
    for (ByteBuffer bytes : ((BufferInternal) piece).getByteBuf().nioBuffers()) {
      while (bytes.hasRemaining()) {
        ByteBuffer part = bytes.slice(bytes.position(), Math.min(PIECE, bytes.remaining()));
        bytes.position(bytes.position() + openChannel().write(part));
      }
    }
    return this;
  }

  /** Moves the image, synced to the disk, to its final name in the same directory, atomically. */
  synchronized ImageStore.Stored finish(ImageInspector.Result image) throws IOException {
    Path target = moveTo(StoredFileName.image(model, id, image.type().extension()));
    return new ImageStore.Stored(target.toUri(), Image.Format.of(image));
  }

  /** Moves the file, synced to the disk, to this name in the same directory, atomically. */
  synchronized Path moveTo(String name) throws IOException {
    requireOpen();
    openChannel().force(false);
    close();
    Path temporary = Objects.requireNonNull(path);
    Path moved =
        Files.move(temporary, temporary.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
    path = moved;
    return moved;
  }

  /** Commits the file, which then cannot be discarded; false when it has been discarded already. */
  boolean commit() {
    return state.compareAndSet(State.OPEN, State.COMMITTED);
  }

  /** Removes the file, under either name, unless it is committed. */
  synchronized TemporaryFile discard() throws IOException {
    if (state.compareAndSet(State.OPEN, State.DISCARDED)) {
      try {
        close();
      } finally {
        if (path != null) {
          Files.deleteIfExists(path);
        }
      }
    }
    return this;
  }

  private void requireOpen() throws IOException {
    if (state.get() != State.OPEN) {
      throw new IOException("discarded");
    }
  }

  private FileChannel openChannel() {
    return Objects.requireNonNull(file, "open() comes first");
  }

  private void close() throws IOException {
    FileChannel open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  private static FileAttribute<?>[] ownerOnlyAttributes(Path path) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}

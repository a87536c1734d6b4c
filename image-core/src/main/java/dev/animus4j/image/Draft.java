package dev.animus4j.image;

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
 * A file in the making. It blocks. One thing is done to it at a time; so a discard, which may come
 * from anywhere at any moment, waits for that thing to end and then removes what it left.
 */
final class Draft {
  /** The platform copies what it writes into memory that it keeps: never a whole picture. */
  private static final int PIECE = 64 * 1024;

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private enum Fate {
    OPEN,
    KEPT,
    DISCARDED
  }

  private final String model;
  private final String id = UUID.randomUUID().toString();
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);
  private @Nullable Path path;
  private @Nullable FileChannel file;

  /** A file for a picture by this model; none yet. */
  Draft(String model) {
    this.model = model;
  }

  /** Creates the file in this directory, for its owner alone. */
  synchronized Draft open(Path directory) throws IOException {
    check();
    Path draft = directory.resolve(PictureName.draft(id));
    file = FileChannel.open(draft, NEW, ownersOnly(draft));
    path = draft;
    return this;
  }

  /** Adds to the file. */
  synchronized Draft append(Buffer piece) throws IOException {
    check();
    for (ByteBuffer bytes : ((BufferInternal) piece).getByteBuf().nioBuffers()) {
      while (bytes.hasRemaining()) {
        ByteBuffer part = bytes.slice(bytes.position(), Math.min(PIECE, bytes.remaining()));
        bytes.position(bytes.position() + opened().write(part));
      }
    }
    return this;
  }

  /** Gives the finished file its name in the same directory, in one step and safely on the disk. */
  synchronized ImageStore.Stored finish(Inspection.Findings found) throws IOException {
    check();
    opened().force(false);
    close();
    Path draft = Objects.requireNonNull(path);
    Path picture = draft.resolveSibling(PictureName.of(model, id, found.extension()));
    path = Files.move(draft, picture, StandardCopyOption.ATOMIC_MOVE);
    return new ImageStore.Stored(picture.toUri(), found.format());
  }

  /** From here on there is nothing to discard; false when it has been discarded already. */
  boolean keep() {
    return fate.compareAndSet(Fate.OPEN, Fate.KEPT);
  }

  /** Removes the file, under whichever name, unless it is kept. */
  synchronized Draft discard() throws IOException {
    if (fate.compareAndSet(Fate.OPEN, Fate.DISCARDED)) {
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

  private void check() throws IOException {
    if (fate.get() != Fate.OPEN) {
      throw new IOException("discarded");
    }
  }

  private FileChannel opened() {
    return Objects.requireNonNull(file, "open() comes first");
  }

  private void close() throws IOException {
    FileChannel open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path path) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}

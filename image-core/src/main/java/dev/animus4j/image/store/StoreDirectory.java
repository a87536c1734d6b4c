package dev.animus4j.image.store;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Directory of a file store. Blocks. */
record StoreDirectory(Path path) {
  StoreDirectory {
    path = path.toAbsolutePath();
  }

  /**
   * Creates it, for its owner alone, unless it exists; fails if others control it. Returns its real
   * path.
   */
  Path createIfMissing() throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, ownerOnlyAttributes());
    }
    Path real = path.toRealPath();
    DirectoryPermissions.check(real);
    return real;
  }

  /** Creates it if it is missing, and writes and removes a tiny file there. */
  Path verifyWritable() throws IOException {
    Path real = createIfMissing();
    TemporaryFile trial = new TemporaryFile("trial");
    try {
      trial.open(real).append(Buffer.buffer("x"));
    } finally {
      trial.discard();
    }
    return real;
  }

  /**
   * Resolves a location to a file directly in this directory, links followed; not to a description
   * or a temporary file.
   */
  Path resolveExisting(URI location) throws IOException {
    Path file = find(location).toRealPath();
    String name = String.valueOf(file.getFileName());
    boolean isBesideImages = StoredFileName.isOfStore(name) && !StoredFileName.isImage(name);
    if (isBesideImages || !path.toRealPath().equals(file.getParent())) {
      throw notInStore();
    }
    return file;
  }

  /** Finds an image whose directory is gone by its name: it has moved, or has another path here. */
  private Path find(URI location) {
    Path file = Path.of(location).toAbsolutePath().normalize();
    Path parent = file.getParent();
    Path name = file.getFileName();
    boolean isMoved =
        parent != null && Files.notExists(parent) && StoredFileName.isImage(name.toString());
    return isMoved ? path.resolve(name) : file;
  }

  /** Resolves a location to an image of a store in this directory, links followed. */
  Path resolveImage(URI location) throws IOException {
    Path file = resolveExisting(location);
    if (!StoredFileName.isImage(file.getFileName().toString()) || !Files.isRegularFile(file)) {
      throw notInStore();
    }
    return file;
  }

  /**
   * Removes an image of a store with its description from this directory, if it exists; never any
   * other file.
   */
  boolean remove(URI location) throws IOException {
    Path file = find(location);
    Path parent = file.getParent();
    if (parent == null || !StoredFileName.isImage(file.getFileName().toString())) {
      throw notInStore();
    }
    if (Files.exists(parent) && !Files.isSameFile(parent, path)) {
      throw notInStore();
    }
    boolean existed = Files.deleteIfExists(file);
    new DescriptionFile(file).delete();
    return existed;
  }

  private FileAttribute<?>[] ownerOnlyAttributes() {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static IOException notInStore() {
    return new NoSuchFileException("not in this store");
  }
}

package dev.animus4j.image;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of a store. It blocks. */
record PictureDirectory(Path path) {
  PictureDirectory {
    path = path.toAbsolutePath();
  }

  /**
   * Makes it, for its owner alone, unless it is there and nobody else can write to it; says where
   * it really is.
   */
  Path made() throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, ownersOnly());
    }
    Path real = path.toRealPath();
    Ownership.check(real);
    return real;
  }

  /** A file right in this directory, wherever its links lead. */
  Path existing(URI location) throws IOException {
    Path file = Path.of(location).toRealPath();
    if (!path.toRealPath().equals(file.getParent())) {
      throw elsewhere();
    }
    return file;
  }

  /** Removes a picture of a store from this directory, if it is there; nothing else, ever. */
  boolean remove(URI location) throws IOException {
    Path file = Path.of(location).toAbsolutePath().normalize();
    Path parent = file.getParent();
    if (parent == null || !PictureName.isPicture(file.getFileName().toString())) {
      throw elsewhere();
    }
    if (Files.exists(parent) && !Files.isSameFile(parent, path)) {
      throw elsewhere();
    }
    return Files.deleteIfExists(file);
  }

  private FileAttribute<?>[] ownersOnly() {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static IOException elsewhere() {
    return new NoSuchFileException("not in this store");
  }
}

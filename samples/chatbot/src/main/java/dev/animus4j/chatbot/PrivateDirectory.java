package dev.animus4j.chatbot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Directory that no other user can write, change or replace; created if absent. Fails with one line
 * that names the reason. All methods block.
 */
final class PrivateDirectory {
  private static final int OTHERS_WRITE = 0002;
  private static final int GROUP_WRITES = 0020;
  private static final int STICKY = 01000;

  private PrivateDirectory() {}

  /** Fails if others have access. */
  static void check(Path directory) {
    try {
      boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("unix");
      FileAttribute<?>[] own =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
              }
              : new FileAttribute<?>[0];
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, own);
      }
      checkOwner(directory);
      if (posix) {
        checkModes(directory.toRealPath());
      }
    } catch (IOException e) {
      throw unsafeDirectory(directory, "cannot be used (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Compares the owner with that of a new file, which is the user of this process. */
  private static void checkOwner(Path directory) throws IOException {
    Path probe = Files.createTempFile(directory, "trial", ".part");
    try {
      if (!Files.getOwner(probe).equals(Files.getOwner(directory))) {
        throw unsafeDirectory(directory, "belongs to " + Files.getOwner(directory).getName());
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static void checkModes(Path directory) throws IOException {
    if ((mode(directory) & (OTHERS_WRITE | GROUP_WRITES)) != 0) {
      throw unsafeDirectory(directory, "can be written by others: chmod 700 it");
    }
    for (Path parent = directory.getParent(); parent != null; parent = parent.getParent()) {
      if ((mode(parent) & OTHERS_WRITE) != 0 && (mode(parent) & STICKY) == 0) {
        throw unsafeDirectory(directory, "is in " + parent + ", where others can exchange it");
      }
    }
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode");
  }

  private static IllegalStateException unsafeDirectory(Path directory, String reason) {
    return new IllegalStateException("The directory " + directory + " " + reason + ".");
  }

  /** Removes the directory with its files. */
  static void remove(Path directory) {
    try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.of()) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

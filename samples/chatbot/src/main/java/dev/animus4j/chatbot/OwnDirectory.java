package dev.animus4j.chatbot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * A directory in which nobody else can put, change or exchange anything; made when it is not there.
 * What makes it unfit is told in one line. It blocks.
 */
final class OwnDirectory {
  private static final int OTHERS_WRITE = 0002;
  private static final int GROUP_WRITES = 0020;
  private static final int STICKY = 01000;

  private OwnDirectory() {}

  /** Fails when somebody else has a hand in it. */
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
      throw unfit(directory, "cannot be used (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Who makes a file in it owns that. */
  private static void checkOwner(Path directory) throws IOException {
    Path trial = Files.createTempFile(directory, "trial", ".part");
    try {
      if (!Files.getOwner(trial).equals(Files.getOwner(directory))) {
        throw unfit(directory, "belongs to " + Files.getOwner(directory).getName());
      }
    } finally {
      Files.deleteIfExists(trial);
    }
  }

  private static void checkModes(Path directory) throws IOException {
    if ((mode(directory) & (OTHERS_WRITE | GROUP_WRITES)) != 0) {
      throw unfit(directory, "can be written by others: chmod 700 it");
    }
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      if ((mode(above) & OTHERS_WRITE) != 0 && (mode(above) & STICKY) == 0) {
        throw unfit(directory, "is in " + above + ", where others can exchange it");
      }
    }
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode");
  }

  private static IllegalStateException unfit(Path directory, String why) {
    return new IllegalStateException("The directory for pictures " + directory + " " + why + ".");
  }

  /** Removes it, with the files in it. */
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

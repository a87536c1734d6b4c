package dev.animus4j.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Whether a directory that was there before is ours to keep pictures in. Whoever else can write to
 * it can show our users what he likes, or have us remove what we did not make. It blocks.
 */
final class Ownership {
  private static final int STICKY = 01000;
  private static final Optional<String> USER = ProcessHandle.current().info().user();

  private Ownership() {}

  /** Fails, saying why, for one that is not; where there are no owners, all are. */
  static void check(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    PosixFileAttributes found = Files.readAttributes(directory, PosixFileAttributes.class);
    String owner = found.owner().getName();
    if (USER.isPresent() && !owner.equals(USER.get()) && !owner.equals("root")) {
      throw refused(directory, "belongs to another user");
    }
    boolean open = found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    if (open && !isSticky(directory)) {
      throw refused(directory, "can be written to by everybody; make one of its own in it");
    }
  }

  /** Whether everybody can remove there only what is his own. */
  private static boolean isSticky(Path directory) throws IOException {
    boolean told = directory.getFileSystem().supportedFileAttributeViews().contains("unix");
    return told && ((Integer) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
  }

  private static IOException refused(Path directory, String why) {
    return new AccessDeniedException(directory.toString(), null, why);
  }
}

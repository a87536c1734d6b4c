package dev.animus4j.image.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Checks that no other user controls an existing directory. Another user who can write to it, or
 * replace it, could substitute images, or make the store remove files that are not its own. Blocks.
 */
final class DirectoryPermissions {
  private static final int STICKY = 01000;
  private static final Optional<String> USER = ProcessHandle.current().info().user();

  private DirectoryPermissions() {}

  /**
   * Fails, with the reason, for a directory that others control; passes all where there are no
   * owners.
   */
  static void check(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    PosixFileAttributes found = Files.readAttributes(directory, PosixFileAttributes.class);
    String owner = found.owner().getName();
    if (USER.isPresent() && !owner.equals(USER.get()) && !owner.equals("root")) {
      throw accessDenied(directory, "belongs to another user");
    }
    if (isWorldWritable(directory)) {
      throw accessDenied(directory, "can be written to by everybody");
    }
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      if (isWorldWritable(above)) {
        throw accessDenied(directory, "is in one that can be written to by everybody");
      }
    }
  }

  private static boolean isWorldWritable(Path directory) throws IOException {
    boolean open =
        Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE);
    return open && !isSticky(directory);
  }

  /** Whether users can remove only their own files there. */
  private static boolean isSticky(Path directory) throws IOException {
    boolean supported = directory.getFileSystem().supportedFileAttributeViews().contains("unix");
    return supported && ((Integer) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
  }

  private static IOException accessDenied(Path directory, String why) {
    return new AccessDeniedException(directory.toString(), null, why);
  }
}

package dev.animus4j.image.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Detection of a full disk, or of a user's full share of it, behind a failure to write. */
final class FullDisk {
  private static final Pattern REASON =
      Pattern.compile("(?i)no space left|dis[kc] quota|quota exceeded|not enough space");

  private FullDisk() {}

  /**
   * Whether the platform names it as the reason; or, since it may speak any language, whether there
   * is no room now. Blocks.
   */
  static boolean isCauseOf(Throwable failure, Path directory) {
    return isNamedBy(failure) || (isWithoutName(failure) && hasNoRoom(directory));
  }

  private static boolean isNamedBy(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (isWithoutName(cause) && message != null && REASON.matcher(message).find()) {
        return true;
      }
    }
    return false;
  }

  /** The platform has no exceptions of their own for these. */
  private static boolean isWithoutName(Throwable failure) {
    return failure.getClass() == IOException.class
        || failure.getClass() == FileSystemException.class;
  }

  /** Not so where nothing can be written anyway. */
  private static boolean hasNoRoom(Path directory) {
    try {
      FileStore disk = Files.getFileStore(directory);
      return disk.getUsableSpace() == 0 && disk.getTotalSpace() > 0 && !disk.isReadOnly();
    } catch (IOException | RuntimeException unknown) {
      return false;
    }
  }
}

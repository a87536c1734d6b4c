package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;

/** Maps errors of storing, reading and deleting images to failures. */
final class StoreFailure {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("image store");

  private StoreFailure() {}

  /**
   * Covers files without read permission too. A closed Vert.x is a read failure, since the image
   * may exist.
   */
  static AnimusException notFound(Throwable cause) {
    return cause instanceof RejectedExecutionException
        ? readFailure(cause)
        : notFound("there is no such picture: " + cause.getClass().getSimpleName());
  }

  static AnimusException readFailure(Throwable cause) {
    return new AnimusException.Unavailable(ORIGIN, "the picture cannot be read", false, cause);
  }

  static AnimusException notFound(String what) {
    return invalidRequest(what);
  }

  static AnimusException invalidRequest(String what) {
    return new AnimusException.InvalidRequest(ORIGIN, what);
  }

  /** Blocks. */
  static AnimusException writeFailure(Path directory, Throwable cause) {
    return FullDisk.isCauseOf(cause, directory)
        ? fullDisk(directory, cause, true)
        : new AnimusException.Unavailable(ORIGIN, "the picture cannot be kept", true, cause);
  }

  /** Blocks. */
  static AnimusException describeFailure(Path directory, Throwable cause) {
    if (isNoImage(cause)) {
      return notFound(cause);
    }
    return FullDisk.isCauseOf(cause, directory)
        ? fullDisk(directory, cause, true)
        : new AnimusException.Unavailable(
            ORIGIN, "the description of the picture cannot be kept", true, cause);
  }

  private static AnimusException fullDisk(Path directory, Throwable cause, boolean mayHaveRun) {
    String what = "the disk is full, make room for pictures: " + directory;
    return new AnimusException.Unavailable(ORIGIN, what, mayHaveRun, cause);
  }

  static AnimusException deleteFailure(Throwable cause) {
    return isNoImage(cause)
        ? notFound(cause)
        : new AnimusException.Unavailable(ORIGIN, "the picture cannot be removed", false, cause);
  }

  private static boolean isNoImage(Throwable cause) {
    return cause instanceof NoSuchFileException
        || cause instanceof IllegalArgumentException
        || cause instanceof FileSystemNotFoundException;
  }

  /**
   * Quotes the reason of {@link DirectoryPermissions}. Blocks.
   *
   * @param mayHaveRun whether an image was ordered already
   */
  static AnimusException directoryFailure(Path directory, Throwable cause, boolean mayHaveRun) {
    if (FullDisk.isCauseOf(cause, directory)) {
      return fullDisk(directory, cause, mayHaveRun);
    }
    String reason = cause instanceof FileSystemException fileSystem ? fileSystem.getReason() : null;
    String what =
        reason != null && cause instanceof AccessDeniedException
            ? "is not used, since it " + reason
            : "cannot be used, make it writable or name another";
    return new AnimusException.Unavailable(
        ORIGIN, "the picture directory " + what + ": " + directory, mayHaveRun, cause);
  }
}

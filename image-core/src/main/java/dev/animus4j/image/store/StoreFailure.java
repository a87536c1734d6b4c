package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
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
    return new AnimusException.InvalidRequest(ORIGIN, what);
  }

  static AnimusException writeFailure(Throwable cause) {
    return unavailable("the picture cannot be kept", cause);
  }

  static AnimusException deleteFailure(Throwable cause) {
    return cause instanceof NoSuchFileException
            || cause instanceof IllegalArgumentException
            || cause instanceof FileSystemNotFoundException
        ? notFound(cause)
        : new AnimusException.Unavailable(ORIGIN, "the picture cannot be removed", false, cause);
  }

  static AnimusException directoryFailure(Path directory, Throwable cause) {
    String reason = cause instanceof FileSystemException fileSystem ? fileSystem.getReason() : null;
    String what = reason == null ? "cannot be used" : "is not used, since it " + reason;
    return unavailable("the picture directory " + what + ": " + directory, cause);
  }

  static AnimusException unavailable(String what, Throwable cause) {
    return new AnimusException.Unavailable(ORIGIN, what, true, cause);
  }
}

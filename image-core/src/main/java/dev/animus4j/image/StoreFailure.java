package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;

/** Why a picture could not be kept, found or removed. */
final class StoreFailure {
  private static final Origin ORIGIN = Origin.of("image store");

  private StoreFailure() {}

  /** Also of what may not be read. A Vert.x that is closed says nothing of the picture. */
  static AnimusException missing(Throwable cause) {
    return cause instanceof RejectedExecutionException
        ? unread(cause)
        : missing("there is no such picture: " + cause.getClass().getSimpleName());
  }

  static AnimusException unread(Throwable cause) {
    return new AnimusException.Unavailable(ORIGIN, "the picture cannot be read", false, cause);
  }

  static AnimusException missing(String what) {
    return new AnimusException.InvalidRequest(ORIGIN, what);
  }

  static AnimusException unkept(Throwable cause) {
    return unavailable("the picture cannot be kept", cause);
  }

  static AnimusException unremoved(Throwable cause) {
    return cause instanceof NoSuchFileException
            || cause instanceof IllegalArgumentException
            || cause instanceof FileSystemNotFoundException
        ? missing(cause)
        : new AnimusException.Unavailable(ORIGIN, "the picture cannot be removed", false, cause);
  }

  static AnimusException unusable(Path directory, Throwable cause) {
    String reason = cause instanceof FileSystemException told ? told.getReason() : null;
    String what = reason == null ? "cannot be used" : "is not used, since it " + reason;
    return unavailable("the picture directory " + what + ": " + directory, cause);
  }

  static AnimusException unavailable(String what, Throwable cause) {
    return new AnimusException.Unavailable(ORIGIN, what, true, cause);
  }
}

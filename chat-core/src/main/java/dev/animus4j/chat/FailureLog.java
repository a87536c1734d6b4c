package dev.animus4j.chat;

import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.Stamp;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells operators what events, which go to browsers, do not: why something failed, in one line,
 * without secrets, with the id of the exchange.
 */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class.getPackageName());

  /** More causes of each other go in a circle. */
  private static final int DEEPEST = 50;

  private FailureLog() {}

  /** This failure as an event tells it, once it is logged. */
  static Failure told(Stamp at, Throwable cause) {
    Failure failure = Failure.of(cause);
    LOG.atLevel(cause instanceof AnimusException.Cancelled ? Level.DEBUG : Level.WARN)
        .addArgument(at.exchangeId())
        .addArgument(failure.kind())
        .addArgument(() -> whole(cause))
        .log("Exchange {}: {}: {}");
    return failure;
  }

  private static String whole(Throwable failure) {
    String message =
        failure instanceof AnimusException ? failure.getMessage() : line(failure.toString());
    Throwable root = root(failure);
    return root == null ? String.valueOf(message) : message + " Caused by " + line("" + root);
  }

  private static @Nullable Throwable root(Throwable failure) {
    Throwable root = null;
    Throwable next = failure.getCause();
    for (int depth = 0; next != null && depth < DEEPEST; depth++) {
      root = next;
      next = next.getCause();
    }
    return root;
  }

  private static String line(String text) {
    return String.valueOf(new Origin("", 0, null, text).excerpt());
  }
}

package dev.animus4j.chat;

import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.Stamp;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators what events, which go to browsers, do not: why something failed, in one line,
 * without secrets, with the id of the exchange.
 */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class.getPackageName());

  private FailureLog() {}

  /** This failure as an event tells it, once it is logged. */
  static Failure told(Stamp at, Throwable cause) {
    Failure failure = Failure.of(cause);
    String line = "Exchange {}: {}: {}";
    if (cause instanceof AnimusException.Cancelled) {
      LOG.debug(line, at.exchangeId(), failure.kind(), whole(cause));
    } else {
      LOG.warn(line, at.exchangeId(), failure.kind(), whole(cause));
    }
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
    for (Throwable next = failure.getCause(); next != null && next != root; ) {
      root = next;
      next = next.getCause();
    }
    return root;
  }

  private static String line(String text) {
    return String.valueOf(new Origin("", 0, null, text).excerpt());
  }
}

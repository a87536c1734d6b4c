package dev.animus4j.chat;

import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs failures for operators, with the details that events leave out: in one line, without
 * secrets, with the id of the exchange.
 */
final class ExchangeFailureLog {
  private static final Logger LOG =
      LoggerFactory.getLogger(ExchangeFailureLog.class.getPackageName());

  /** A longer chain of causes is a cycle. */
  private static final int MAX_DEPTH = 50;

  private ExchangeFailureLog() {}

  /** Logs a failure, and gives it as an event holds it. */
  static Failure log(EventStamp at, Throwable cause) {
    Failure failure = Failure.of(cause);
    LOG.atLevel(cause instanceof AnimusException.Cancelled ? Level.DEBUG : Level.WARN)
        .addArgument(at.exchangeId())
        .addArgument(failure.kind())
        .addArgument(() -> describe(cause))
        .log("Exchange {}: {}: {}");
    return failure;
  }

  private static String describe(Throwable failure) {
    String message =
        failure instanceof AnimusException ? failure.getMessage() : excerpt(failure.toString());
    Throwable root = rootCause(failure);
    return root == null ? String.valueOf(message) : message + " Caused by " + excerpt("" + root);
  }

  private static @Nullable Throwable rootCause(Throwable failure) {
    Throwable root = null;
    Throwable next = failure.getCause();
    for (int depth = 0; next != null && depth < MAX_DEPTH; depth++) {
      root = next;
      next = next.getCause();
    }
    return root;
  }

  private static String excerpt(String text) {
    return String.valueOf(new FailureOrigin("", 0, null, text).excerpt());
  }
}

package dev.animus4j.failure;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Retryability of a failure: the remedy as text, and the flags for {@code Retry}. */
record Retryability(
    String remedy, boolean isTransient, boolean mayHaveRun, @Nullable Duration retryAfter)
    implements Serializable {

  /** The same request fails again. */
  static Retryability permanent(String remedy) {
    return new Retryability(remedy, false, false, null);
  }

  /** Another request may succeed. */
  static Retryability invalidRequest() {
    return permanent("Correct the request; repeating it will not help.");
  }

  /** The text of a refusal by content policy. */
  static String refusalText(AnimusException.Stage stage) {
    return "refused by content policy (" + stage.name().toLowerCase(Locale.ROOT) + ")";
  }

  /** The same request may succeed later; the provider may name the time. */
  static Retryability retryable(String remedy, boolean mayHaveRun, @Nullable Duration retryAfter) {
    return new Retryability(remedy, true, mayHaveRun, retryAfter);
  }

  /** The same request may succeed with more time; only a connect timeout sent nothing. */
  static Retryability timedOut(AnimusException.Limit limit) {
    boolean mayHaveRun = limit != AnimusException.Limit.CONNECT;
    return retryable("Try again, or allow more time.", mayHaveRun, null);
  }

  /** The text of a limit that expired. */
  static String timeoutText(AnimusException.Limit limit, Duration after) {
    String what =
        switch (limit) {
          case CONNECT -> "connecting";
          case FIRST_BYTE -> "the first byte of the response";
          case GAP -> "the next piece of the response";
          case TOTAL -> "the whole call";
        };
    return what + " took longer than " + millis(after) + " ms";
  }

  /** The provider may be back later. */
  static Retryability unavailable(boolean mayHaveRun, @Nullable Duration retryAfter) {
    return retryable("Try again later.", mayHaveRun, retryAfter);
  }

  /** The same request succeeds once the limit is no longer reached. */
  static Retryability rateLimited(@Nullable Duration retryAfter) {
    return retryable(retryText("Slow down and try again.", retryAfter), false, retryAfter);
  }

  /** The same request may succeed later, and another provider's model may at once. */
  static Retryability locallyRejected(@Nullable Duration retryAfter) {
    return retryable(retryText("Try again later.", retryAfter), false, retryAfter);
  }

  private static String retryText(String otherwise, @Nullable Duration retryAfter) {
    return retryAfter == null ? otherwise : "Try again in " + millis(retryAfter) + " ms.";
  }

  /** Converts to milliseconds without overflow. */
  static long millis(Duration time) {
    return TimeUnit.MILLISECONDS.convert(time);
  }

  /** The same request fails until credit is added or a long time has passed. */
  static Retryability quotaExhausted(@Nullable Duration retryAfter) {
    return new Retryability(
        "Add credit, or wait for the quota to renew.", false, false, retryAfter);
  }

  /** The request may have been executed; its response is unusable. */
  static Retryability protocolError() {
    return new Retryability(
        "Check that the address is right, and report it if so.", false, true, null);
  }
}

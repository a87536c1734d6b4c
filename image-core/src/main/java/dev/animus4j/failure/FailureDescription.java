package dev.animus4j.failure;

import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.AnimusException.Stage;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Failure and its remedy as texts, and the flags for {@code Retry}. */
record FailureDescription(
    String what,
    String remedy,
    boolean isTransient,
    boolean mayHaveRun,
    @Nullable Duration retryAfter)
    implements Serializable {

  /** The same request fails again. */
  private static FailureDescription permanent(String what, String remedy) {
    return new FailureDescription(what, remedy, false, false, null);
  }

  /** The same request may succeed later; the provider may name the time. */
  private static FailureDescription retryable(
      String what, String remedy, boolean mayHaveRun, @Nullable Duration retryAfter) {
    return new FailureDescription(what, remedy, true, mayHaveRun, retryAfter);
  }

  static FailureDescription refused(Stage stage) {
    String what = "refused by content policy (" + stage.name().toLowerCase(Locale.ROOT) + ")";
    return permanent(what, "Reword the request.");
  }

  static FailureDescription noImage(String text) {
    String what = text.isBlank() ? "no picture, perhaps withheld" : "no picture, but words";
    return permanent(what, "Reword the request.");
  }

  static FailureDescription invalidRequest(String what) {
    return permanent(what, "Correct the request; repeating it will not help.");
  }

  static FailureDescription contextLengthExceeded() {
    return permanent(
        "the prompt is longer than the context window of the model",
        "Send less, or use a model with a larger context window.");
  }

  static FailureDescription authentication(String what) {
    return permanent(what, "Check the key or token and what it may do.");
  }

  /** The same request fails until credit is added or a long time has passed. */
  static FailureDescription quotaExhausted(@Nullable Duration retryAfter) {
    String remedy = "Add credit, or wait for the quota to renew.";
    return new FailureDescription("quota or credit exhausted", remedy, false, false, retryAfter);
  }

  /** The same request succeeds once the limit is no longer reached. */
  static FailureDescription rateLimited(@Nullable Duration retryAfter) {
    String remedy = retryText("Slow down and try again.", retryAfter);
    return retryable("rate limit reached", remedy, false, retryAfter);
  }

  /** The same request may succeed with more time; only a connect timeout sent nothing. */
  static FailureDescription timedOut(Limit limit, Duration after) {
    String part =
        switch (limit) {
          case CONNECT -> "connecting";
          case FIRST_BYTE -> "the first byte of the response";
          case GAP -> "the next piece of the response";
          case TOTAL -> "the whole call";
        };
    String what = part + " took longer than " + millis(after) + " ms";
    return retryable(what, "Try again, or allow more time.", limit != Limit.CONNECT, null);
  }

  /** The provider may be back later. */
  static FailureDescription unavailable(
      String what, boolean mayHaveRun, @Nullable Duration retryAfter) {
    return retryable(what, "Try again later.", mayHaveRun, retryAfter);
  }

  /** The same request may succeed later, and another provider's model may at once. */
  static FailureDescription locallyRejected(String what, @Nullable Duration retryAfter) {
    return retryable(what, retryText("Try again later.", retryAfter), false, retryAfter);
  }

  /** The request may have been executed; its response is unusable. */
  static FailureDescription protocol(String what) {
    String remedy = "Check that the address is right, and report it if so.";
    return new FailureDescription(what, remedy, false, true, null);
  }

  static FailureDescription cancelled(String what, boolean mayHaveRun) {
    return new FailureDescription(what, "Nothing to do.", false, mayHaveRun, null);
  }

  /** The conversation goes on elsewhere, or was erased. */
  static FailureDescription takenOver() {
    return retryable("the conversation was taken over or erased", "Send it again.", false, null);
  }

  /** It can be reached there, or here when that node is gone. */
  static FailureDescription ownedElsewhere() {
    return retryable("another node has the conversation", "Send it again.", false, null);
  }

  static FailureDescription storeLostData(String what) {
    return permanent(
        what, "Check its replication, and that commits are synchronous; then start again.");
  }

  static FailureDescription incompatibleSchema(String what) {
    return permanent(what, "Use the version of Animus4J that made it, or migrate it.");
  }

  private static String retryText(String otherwise, @Nullable Duration retryAfter) {
    return retryAfter == null ? otherwise : "Try again in " + millis(retryAfter) + " ms.";
  }

  /** Converts to milliseconds without overflow. */
  private static long millis(Duration time) {
    return TimeUnit.MILLISECONDS.convert(time);
  }
}

package dev.animus4j.failure;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a failure means for the next attempt, in words and for {@code Retry}. */
record Outlook(
    String remedy, boolean isTransient, boolean mayHaveRun, @Nullable Duration retryAfter)
    implements Serializable {

  /** The same request fails again. */
  static Outlook lasting(String remedy) {
    return new Outlook(remedy, false, false, null);
  }

  /** Another request may succeed. */
  static Outlook correctable() {
    return lasting("Correct the request; repeating it will not help.");
  }

  /** In words, that a content policy refuses. */
  static String refused(AnimusException.Stage stage) {
    return "refused by content policy (" + stage.name().toLowerCase(Locale.ROOT) + ")";
  }

  /** The same request may succeed later; the provider may say when. */
  static Outlook passing(String remedy, boolean mayHaveRun, @Nullable Duration retryAfter) {
    return new Outlook(remedy, true, mayHaveRun, retryAfter);
  }

  /** The provider may be back later. */
  static Outlook later(boolean mayHaveRun, @Nullable Duration retryAfter) {
    return passing("Try again later.", mayHaveRun, retryAfter);
  }

  /** The same request succeeds once the limit is no longer reached. */
  static Outlook slowingDown(@Nullable Duration retryAfter) {
    String remedy =
        retryAfter == null
            ? "Slow down and try again."
            : "Try again in " + millis(retryAfter) + " ms.";
    return passing(remedy, false, retryAfter);
  }

  /** As many as there are in a time that may have no end. */
  static long millis(Duration time) {
    return TimeUnit.MILLISECONDS.convert(time);
  }

  /** The same request fails until somebody pays or a long time has passed. */
  static Outlook renewing(@Nullable Duration retryAfter) {
    return new Outlook("Add credit, or wait for the quota to renew.", false, false, retryAfter);
  }

  /** The work may have been done; what came of it nobody understands. */
  static Outlook puzzling() {
    return new Outlook("Check that the address is right, and report it if so.", false, true, null);
  }
}

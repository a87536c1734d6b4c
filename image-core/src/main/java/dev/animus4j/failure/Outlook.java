package dev.animus4j.failure;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a failure means for the next attempt, in words and for {@code Retry}. */
record Outlook(
    String remedy, boolean isTransient, boolean mayHaveRun, @Nullable Duration retryAfter)
    implements Serializable {

  /** The same request fails again. */
  static Outlook lasting(String remedy) {
    return new Outlook(remedy, false, false, null);
  }

  /** The same request may succeed later; the provider may say when. */
  static Outlook passing(String remedy, boolean mayHaveRun, @Nullable Duration retryAfter) {
    return new Outlook(remedy, true, mayHaveRun, retryAfter);
  }
}

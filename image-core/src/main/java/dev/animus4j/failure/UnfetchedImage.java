package dev.animus4j.failure;

import java.net.URI;
import java.time.Duration;

/** Failures to get an image that was published, so that it can be fetched later. */
public final class UnfetchedImage {
  private UnfetchedImage() {}

  /**
   * Returns the failure with the address of the image: {@link AnimusException.Unavailable} when it
   * may be had later, else {@link AnimusException.Protocol}; both may have run.
   */
  public static AnimusException of(AnimusException cause, URI published) {
    FailureOrigin origin = cause.origin().withPublished(published);
    String what = cause.description.what();
    Duration wait = cause.retryAfter().orElse(null);
    if (wait != null) {
      return new AnimusException.Unavailable(origin, what, true, wait);
    }
    return cause.isTransient()
        ? new AnimusException.Unavailable(origin, what, true, cause)
        : new AnimusException.Protocol(origin, what, cause);
  }
}

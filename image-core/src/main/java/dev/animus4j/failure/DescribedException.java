package dev.animus4j.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every {@link AnimusException} says of itself. */
abstract sealed class DescribedException extends RuntimeException permits AnimusException {
  private final FailureOrigin origin;
  final FailureDescription description;

  DescribedException(FailureOrigin origin, FailureDescription text, @Nullable Throwable cause) {
    super(origin.describe(text.what()) + " " + text.remedy(), cause);
    this.origin = origin;
    this.description = text;
  }

  /** The provider that failed, and its response. */
  public FailureOrigin origin() {
    return origin;
  }

  /** Whether the same request may succeed later. */
  public boolean isTransient() {
    return description.isTransient();
  }

  /** Whether the provider may have executed, and billed, the request, although no response came. */
  public boolean mayHaveRun() {
    return description.mayHaveRun();
  }

  /** The wait that the provider, or a {@code ResiliencePolicy}, asked for; empty for none. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(description.retryAfter());
  }
}

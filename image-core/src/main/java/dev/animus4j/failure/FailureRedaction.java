package dev.animus4j.failure;

import dev.animus4j.failure.AnimusException.Authentication;
import dev.animus4j.failure.AnimusException.Cancelled;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.AnimusException.ContextLengthExceeded;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.failure.AnimusException.NoImage;
import dev.animus4j.failure.AnimusException.Protocol;
import dev.animus4j.failure.AnimusException.QuotaExhausted;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.failure.AnimusException.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Redacts all texts of a failure, causes included. */
public final class FailureRedaction {
  /** Longer chains of causes are taken for cycles. */
  private static final int MAX_DEPTH = 50;

  private final AnimusException failure;
  private final UnaryOperator<String> redactor;
  private final FailureOrigin origin;
  private final @Nullable Throwable cause;

  private FailureRedaction(
      AnimusException failure, UnaryOperator<String> redactor, FailureOrigin origin) {
    this.failure = failure;
    this.redactor = redactor;
    this.origin = origin;
    this.cause = redact(failure.getCause());
  }

  private static FailureOrigin redact(FailureOrigin origin, UnaryOperator<String> redactor) {
    return new FailureOrigin(
        origin.provider(),
        origin.status(),
        redact(origin.requestId(), redactor),
        redact(origin.excerpt(), redactor),
        redact(origin.code(), redactor),
        origin.published());
  }

  /** Returns the same failure with this id of its request; one that timed out keeps its own. */
  public static AnimusException withRequestId(AnimusException failure, String id) {
    FailureOrigin origin = failure.origin().withRequestId(id);
    AnimusException copy = new FailureRedaction(failure, UnaryOperator.identity(), origin).copy();
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }

  /**
   * Returns the same failure with all its texts redacted; the same instance if none changes. A
   * cause of another kind is dropped if any of its texts would change, or if its chain is too long.
   */
  public static AnimusException redact(AnimusException failure, UnaryOperator<String> redactor) {
    FailureRedaction failureRedaction =
        new FailureRedaction(failure, redactor, redact(failure.origin(), redactor));
    if (failureRedaction.isNeedless()) {
      return failure;
    }
    AnimusException redacted = failureRedaction.copy();
    redacted.setStackTrace(failure.getStackTrace());
    return redacted;
  }

  private boolean isNeedless() {
    boolean same = origin.equals(failure.origin()) && cause == failure.getCause();
    return same
        && isUnchanged(failure.description.what())
        && details().stream().allMatch(this::isUnchanged);
  }

  private boolean isUnchanged(String text) {
    return redactor.apply(text).equals(text);
  }

  /** The texts of a failure besides its message. */
  private List<String> details() {
    if (failure instanceof ContentPolicy refusal) {
      return refusal.categories();
    }
    return failure instanceof NoImage noImage ? List.of(noImage.text()) : List.of();
  }

  private AnimusException copy() {
    if (failure instanceof ContentPolicy refusal) {
      return new ContentPolicy(origin, refusal.stage(), details().stream().map(redactor).toList());
    } else if (failure instanceof NoImage noImage) {
      return new NoImage(origin, redactor.apply(noImage.text()));
    } else if (failure instanceof ContextLengthExceeded) {
      return new ContextLengthExceeded(origin);
    }
    return copy(redactor.apply(failure.description.what()), failure.retryAfter().orElse(null));
  }

  private AnimusException copy(String what, @Nullable Duration retryAfter) {
    if (failure instanceof InvalidRequest) {
      return new InvalidRequest(origin, what);
    } else if (failure instanceof Authentication) {
      return new Authentication(origin, what, cause);
    } else if (failure instanceof QuotaExhausted) {
      return new QuotaExhausted(origin, retryAfter);
    } else if (failure instanceof RateLimited) {
      return new RateLimited(origin, retryAfter);
    } else if (failure instanceof Unavailable) {
      return unavailable(what, retryAfter);
    } else if (failure instanceof Protocol) {
      return new Protocol(origin, what, cause);
    }
    return failure instanceof Cancelled
        ? new Cancelled(origin, what, failure.mayHaveRun())
        : failure;
  }

  private AnimusException unavailable(String what, @Nullable Duration retryAfter) {
    return cause == null
        ? new Unavailable(origin, what, failure.mayHaveRun(), retryAfter)
        : new Unavailable(origin, what, failure.mayHaveRun(), cause);
  }

  private static @Nullable String redact(@Nullable String text, UnaryOperator<String> redactor) {
    return text == null ? null : redactor.apply(text);
  }

  private @Nullable Throwable redact(@Nullable Throwable cause) {
    if (cause instanceof AnimusException exception) {
      return redact(exception, redactor);
    }
    Throwable next = cause;
    for (int depth = 0; next != null && depth < MAX_DEPTH; depth++, next = next.getCause()) {
      String text = Objects.toString(next.getMessage(), "");
      if (!redactor.apply(text).equals(text)) {
        return null;
      }
    }
    return next == null ? cause : null;
  }
}

package dev.animus4j.failure;

import dev.animus4j.failure.AnimusException.Authentication;
import dev.animus4j.failure.AnimusException.Cancelled;
import dev.animus4j.failure.AnimusException.ContentPolicy;
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

/** Takes out of a failure what it must not say, wherever in it that stands. */
public final class Redaction {
  private final AnimusException failure;
  private final UnaryOperator<String> words;
  private final Origin origin;
  private final @Nullable Throwable cause;

  private Redaction(AnimusException failure, UnaryOperator<String> words) {
    Origin said = failure.origin();
    this.failure = failure;
    this.words = words;
    this.origin =
        new Origin(
            said.provider(), said.status(), changed(said.requestId()), changed(said.excerpt()));
    this.cause = changed(failure.getCause());
  }

  /**
   * The same failure with all its words changed like this: the very same if none is. A cause of
   * another kind is left out if any of its words would have to be changed.
   */
  public static AnimusException of(AnimusException failure, UnaryOperator<String> words) {
    Redaction redaction = new Redaction(failure, words);
    if (redaction.isNeedless()) {
      return failure;
    }
    AnimusException redacted = redaction.copy();
    redacted.setStackTrace(failure.getStackTrace());
    return redacted;
  }

  private boolean isNeedless() {
    boolean same = origin.equals(failure.origin()) && cause == failure.getCause();
    return same && isUnchanged(failure.what()) && more().stream().allMatch(this::isUnchanged);
  }

  private boolean isUnchanged(String text) {
    return words.apply(text).equals(text);
  }

  /** What a failure says beside its message. */
  private List<String> more() {
    if (failure instanceof ContentPolicy refusal) {
      return refusal.categories();
    }
    return failure instanceof NoImage said ? List.of(said.text()) : List.of();
  }

  private AnimusException copy() {
    String what = words.apply(failure.what());
    Duration retryAfter = failure.retryAfter().orElse(null);
    if (failure instanceof ContentPolicy refusal) {
      return new ContentPolicy(origin, refusal.stage(), more().stream().map(words).toList());
    } else if (failure instanceof NoImage said) {
      return new NoImage(origin, words.apply(said.text()));
    } else if (failure instanceof InvalidRequest) {
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
    return failure instanceof Cancelled ? new Cancelled(origin, what) : failure;
  }

  private AnimusException unavailable(String what, @Nullable Duration retryAfter) {
    return cause == null
        ? new Unavailable(origin, what, failure.mayHaveRun(), retryAfter)
        : new Unavailable(origin, what, failure.mayHaveRun(), cause);
  }

  private @Nullable String changed(@Nullable String text) {
    return text == null ? null : words.apply(text);
  }

  private @Nullable Throwable changed(@Nullable Throwable cause) {
    if (cause instanceof AnimusException known) {
      return of(known, words);
    }
    for (Throwable next = cause; next != null; next = next.getCause()) {
      String text = Objects.toString(next.getMessage(), "");
      if (!words.apply(text).equals(text)) {
        return null;
      }
    }
    return cause;
  }
}

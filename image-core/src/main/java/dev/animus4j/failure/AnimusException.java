package dev.animus4j.failure;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Failure of a call, by kinds that differ in what the caller can do; {@link FailureOrigin} names
 * the provider and its response. The message is one line: the failure, and its remedy.
 */
public abstract sealed class AnimusException extends DescribedException {
  AnimusException(FailureOrigin origin, FailureDescription text, @Nullable Throwable cause) {
    super(origin, text, cause);
  }

  /** The name of this kind in events and JSON: the class name in lower camel case. */
  public String kind() {
    String name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** The provider refuses the prompt or its output. Never retried, never sent to a fallback. */
  public static sealed class ContentPolicy extends AnimusException permits ModelRefusal {
    private final Stage stage;
    private final List<String> categories;

    /** Creates a refusal at a stage, with the provider's names for the violated categories. */
    public ContentPolicy(FailureOrigin origin, Stage stage, List<String> categories) {
      super(origin, FailureDescription.refused(stage), null);
      this.stage = stage;
      this.categories = List.copyOf(categories);
    }

    /** Whether the prompt was refused, or its output. */
    public Stage stage() {
      return stage;
    }

    /** The violated categories, by the provider's names; may be empty. */
    public List<String> categories() {
      return categories;
    }
  }

  /** The stage at which a content policy refused. */
  public enum Stage {
    PROMPT,
    OUTPUT
  }

  /** The model responded to an image request with text, or with nothing. */
  public static final class NoImage extends AnimusException {
    private final String text;

    /** Creates the failure with this text, which the message quotes only from the origin. */
    public NoImage(FailureOrigin origin, String text) {
      super(origin, FailureDescription.noImage(text), null);
      this.text = text;
    }

    /** The whole text of the response; empty when there is none. */
    public String text() {
      return text;
    }
  }

  /** The request itself is wrong: a blank prompt, an unknown model, a value out of range. */
  public static final class InvalidRequest extends AnimusException {
    /** Creates the failure; {@code what} describes the error in the request. */
    public InvalidRequest(FailureOrigin origin, String what) {
      super(origin, FailureDescription.invalidRequest(what), null);
    }
  }

  /** The prompt has more tokens than the context window of the model. A larger one may take it. */
  public static final class ContextLengthExceeded extends AnimusException {
    /** Creates the failure. */
    public ContextLengthExceeded(FailureOrigin origin) {
      super(origin, FailureDescription.contextLengthExceeded(), null);
    }
  }

  /** The key or token is missing, wrong, expired or not allowed to do this. */
  public static final class Authentication extends AnimusException {
    /** Creates the failure for credentials that were refused, or could not be fetched. */
    public Authentication(FailureOrigin origin, String what, @Nullable Throwable cause) {
      super(origin, FailureDescription.authentication(what), cause);
    }
  }

  /** Credit, plan or quota is used up. Never retried, although the status is often 429. */
  public static final class QuotaExhausted extends AnimusException {
    /** Creates the failure, with the time to the renewal if the provider named it. */
    public QuotaExhausted(FailureOrigin origin, @Nullable Duration retryAfter) {
      super(origin, FailureDescription.quotaExhausted(retryAfter), null);
    }
  }

  /** Too many requests for now. */
  public static final class RateLimited extends AnimusException {
    /** Creates the failure, with the time to wait if the provider named it. */
    public RateLimited(FailureOrigin origin, @Nullable Duration retryAfter) {
      super(origin, FailureDescription.rateLimited(retryAfter), null);
    }
  }

  /** A timeout or deadline of this client expired. */
  public static final class TimedOut extends AnimusException {
    private final Limit limit;

    /** Creates the failure for a limit that expired {@code after} this time. */
    public TimedOut(FailureOrigin origin, Limit limit, Duration after) {
      super(origin, FailureDescription.timedOut(limit, after), null);
      this.limit = limit;
    }

    /** Which time limit ran out. */
    public Limit limit() {
      return limit;
    }
  }

  /** Time limit: to connect; until the head; between two pieces of the body; from start to end. */
  public enum Limit {
    CONNECT,
    FIRST_BYTE,
    GAP,
    TOTAL
  }

  /** The provider cannot be reached, is overloaded or has failed. */
  public static final class Unavailable extends AnimusException {
    /** Creates the failure for an error response, with the time to wait if it named it. */
    public Unavailable(
        FailureOrigin origin, String what, boolean mayHaveRun, @Nullable Duration retryAfter) {
      super(origin, FailureDescription.unavailable(what, mayHaveRun, retryAfter), null);
    }

    /** Creates the failure for a provider that did not respond. */
    public Unavailable(FailureOrigin origin, String what, boolean mayHaveRun, Throwable cause) {
      super(origin, FailureDescription.unavailable(what, mayHaveRun, null), cause);
    }
  }

  /** This client's own {@code ResiliencePolicy} rejected the call; nothing was sent. */
  public static final class LocallyRejected extends AnimusException {
    /** Creates the failure, with the time until a call may be permitted, if it is known. */
    public LocallyRejected(FailureOrigin origin, String what, @Nullable Duration retryAfter) {
      super(origin, FailureDescription.locallyRejected(what, retryAfter), null);
    }
  }

  /** The response is unusable: not JSON, not an image, truncated, too large. */
  public static final class Protocol extends AnimusException {
    /** Creates the failure; {@code what} describes the error in the response. */
    public Protocol(FailureOrigin origin, String what, @Nullable Throwable cause) {
      super(origin, FailureDescription.protocol(what), cause);
    }
  }

  /** The request was cancelled: interrupted, or the client was closed. */
  public static final class Cancelled extends AnimusException {
    /** Creates the failure; {@code what} describes the cause of the cancellation. */
    public Cancelled(FailureOrigin origin, String what) {
      this(origin, what, false);
    }

    /** Creates the failure of a request that may have been executed, and billed, before. */
    public Cancelled(FailureOrigin origin, String what, boolean mayHaveRun) {
      super(origin, FailureDescription.cancelled(what, mayHaveRun), null);
    }
  }

  /** A store of conversations cannot go on with one, or with any. */
  public abstract static sealed class LedgerFailure extends AnimusException
      permits TakenOver, OwnedElsewhere, StoreLostData, IncompatibleSchema {
    LedgerFailure(FailureOrigin origin, FailureDescription text) {
      super(origin, text, null);
    }
  }
}

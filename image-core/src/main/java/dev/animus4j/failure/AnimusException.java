package dev.animus4j.failure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a provider gave no usable answer. The kinds are told apart by what the caller can do; {@link
 * Origin} says who answered what. The message is one line: what happened, and what to do about it.
 */
public abstract sealed class AnimusException extends RuntimeException {
  private final transient Origin origin;

  private AnimusException(Origin origin, String what, String remedy, @Nullable Throwable cause) {
    super(origin.describe(what) + " " + remedy, cause);
    this.origin = origin;
  }

  /** Who failed, and what it answered. */
  public Origin origin() {
    return origin;
  }

  /** The name of this kind in events and JSON: the class name, its first letter in lower case. */
  public String kind() {
    String name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** Whether the same request may succeed later. */
  public boolean isTransient() {
    return false;
  }

  /** Whether the provider may have done the work, and billed it, although no answer was received. */
  public boolean mayHaveRun() {
    return false;
  }

  /** How long the provider asked to be left alone; empty when it did not say. */
  public Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** The provider refuses what was asked for, or what it made of it. Never repeated, never sent elsewhere. */
  public static final class ContentPolicy extends AnimusException {
    private final Stage stage;
    private final List<String> categories;

    public ContentPolicy(Origin origin, Stage stage, List<String> categories) {
      super(origin, "refused by content policy (" + stage.name().toLowerCase(java.util.Locale.ROOT) + ")", "Reword the request.", null);
      this.stage = stage;
      this.categories = List.copyOf(categories);
    }

    /** Whether the prompt was refused, or the output made from it. */
    public Stage stage() {
      return stage;
    }

    /** What the provider objects to, in its own words; may be empty. */
    public List<String> categories() {
      return categories;
    }
  }

  /** The stage at which a content policy refused. */
  public enum Stage {
    PROMPT,
    OUTPUT
  }

  /** The request itself is wrong: a blank prompt, an unknown model, a value out of range. */
  public static final class InvalidRequest extends AnimusException {
    public InvalidRequest(Origin origin, String what) {
      super(origin, what, "Correct the request; repeating it will not help.", null);
    }
  }

  /** The key or token is missing, wrong, expired or not allowed to do this. */
  public static final class Authentication extends AnimusException {
    public Authentication(Origin origin, String what, @Nullable Throwable cause) {
      super(origin, what, "Check the key or token and what it may do.", cause);
    }
  }

  /** Credit, plan or quota is used up. Never repeated, although providers often answer 429 for it. */
  public static final class QuotaExhausted extends AnimusException {
    private final @Nullable Duration retryAfter;

    public QuotaExhausted(Origin origin, @Nullable Duration retryAfter) {
      super(origin, "quota or credit exhausted", "Add credit, or wait for the quota to renew.", null);
      this.retryAfter = retryAfter;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }
  }

  /** Too many requests for now. */
  public static final class RateLimited extends AnimusException {
    private final @Nullable Duration retryAfter;

    public RateLimited(Origin origin, @Nullable Duration retryAfter) {
      super(origin, "rate limit reached", wait(retryAfter), null);
      this.retryAfter = retryAfter;
    }

    private static String wait(@Nullable Duration retryAfter) {
      return retryAfter == null ? "Slow down and try again." : "Try again in " + retryAfter.toMillis() + " ms.";
    }

    @Override
    public boolean isTransient() {
      return true;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }
  }

  /** A time limit of ours ran out. */
  public static final class TimedOut extends AnimusException {
    private final Limit limit;

    public TimedOut(Origin origin, Limit limit, Duration after) {
      super(origin, limit.text + " took longer than " + after.toMillis() + " ms", "Try again, or allow more time.", null);
      this.limit = limit;
    }

    public Limit limit() {
      return limit;
    }

    @Override
    public boolean isTransient() {
      return true;
    }

    @Override
    public boolean mayHaveRun() {
      return limit != Limit.CONNECT;
    }
  }

  /** Which time limit ran out. */
  public enum Limit {
    /** Waiting for a pooled connection, resolving the name, or connecting. */
    CONNECT("connecting"),
    /** From the request sent to the head of the response. */
    FIRST_BYTE("the first byte of the response"),
    /** Between two pieces of the body. */
    GAP("the next piece of the response"),
    /** From start to end. */
    TOTAL("the whole call");

    private final String text;

    Limit(String text) {
      this.text = text;
    }
  }

  /** The provider cannot be reached, is overloaded or broke. */
  public static final class Unavailable extends AnimusException {
    private final boolean mayHaveRun;
    private final @Nullable Duration retryAfter;

    public Unavailable(Origin origin, String what, boolean mayHaveRun, @Nullable Duration retryAfter, @Nullable Throwable cause) {
      super(origin, what, "Try again later.", cause);
      this.mayHaveRun = mayHaveRun;
      this.retryAfter = retryAfter;
    }

    @Override
    public boolean isTransient() {
      return true;
    }

    @Override
    public boolean mayHaveRun() {
      return mayHaveRun;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(retryAfter);
    }
  }

  /** The answer cannot be understood: not JSON, not an image, cut short, too large. */
  public static final class Protocol extends AnimusException {
    public Protocol(Origin origin, String what, @Nullable Throwable cause) {
      super(origin, what, "Check that the address is the provider's, and report it if it is.", cause);
    }

    @Override
    public boolean mayHaveRun() {
      return true;
    }
  }

  /** The caller took the request back: interrupted, or the client was closed. */
  public static final class Cancelled extends AnimusException {
    public Cancelled(Origin origin, String what) {
      super(origin, what, "Nothing to do.", null);
    }
  }
}

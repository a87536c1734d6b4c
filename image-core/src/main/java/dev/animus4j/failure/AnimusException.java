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
  private final Origin origin;
  private final String what;
  private final Outlook outlook;

  private AnimusException(Origin origin, String what, Outlook outlook, @Nullable Throwable cause) {
    super(origin.describe(what) + " " + outlook.remedy(), cause);
    this.origin = origin;
    this.what = what;
    this.outlook = outlook;
  }

  /** Who failed, and what it answered. */
  public Origin origin() {
    return origin;
  }

  /** What happened, without who it was and what to do. */
  final String what() {
    return what;
  }

  /** The name of this kind in events and JSON: the class name, its first letter in lower case. */
  public String kind() {
    String name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** Whether the same request may succeed later. */
  public boolean isTransient() {
    return outlook.isTransient();
  }

  /** Whether the provider may have done the work, and billed it, although no answer came. */
  public boolean mayHaveRun() {
    return outlook.mayHaveRun();
  }

  /** How long the provider asked to be left alone; empty when it did not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(outlook.retryAfter());
  }

  /** The provider refuses the prompt or what it made. Never repeated, never sent elsewhere. */
  public static final class ContentPolicy extends AnimusException {
    private final Stage stage;
    private final List<String> categories;

    /** A refusal at a stage, with the provider's words for what it objects to. */
    public ContentPolicy(Origin origin, Stage stage, List<String> categories) {
      super(origin, Outlook.refused(stage), Outlook.lasting("Reword the request."), null);
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

  /** The model answered in words where a picture was asked for: it refuses, or has a question. */
  public static final class NoImage extends AnimusException {
    private final String text;

    /** No picture, but these words, which the message quotes from the origin at most. */
    public NoImage(Origin origin, String text) {
      super(origin, "no picture, but words", Outlook.lasting("Reword the request."), null);
      this.text = text;
    }

    /** All that the model said instead; empty when it gave no reason. */
    public String text() {
      return text;
    }
  }

  /** The request itself is wrong: a blank prompt, an unknown model, a value out of range. */
  public static final class InvalidRequest extends AnimusException {
    /** A request that cannot be answered as it is; {@code what} is wrong with it. */
    public InvalidRequest(Origin origin, String what) {
      super(origin, what, Outlook.correctable(), null);
    }
  }

  /** The key or token is missing, wrong, expired or not allowed to do this. */
  public static final class Authentication extends AnimusException {
    /** Credentials that were refused, or could not be had. */
    public Authentication(Origin origin, String what, @Nullable Throwable cause) {
      super(origin, what, Outlook.lasting("Check the key or token and what it may do."), cause);
    }
  }

  /** Credit, plan or quota is used up. Never repeated, although providers often answer 429. */
  public static final class QuotaExhausted extends AnimusException {
    /** Nothing is left, until the time has passed that the provider may have named. */
    public QuotaExhausted(Origin origin, @Nullable Duration retryAfter) {
      super(origin, "quota or credit exhausted", Outlook.renewing(retryAfter), null);
    }
  }

  /** Too many requests for now. */
  public static final class RateLimited extends AnimusException {
    /** Too many, until the time has passed that the provider may have named. */
    public RateLimited(Origin origin, @Nullable Duration retryAfter) {
      super(origin, "rate limit reached", Outlook.slowingDown(retryAfter), null);
    }
  }

  /** A time limit of ours ran out. */
  public static final class TimedOut extends AnimusException {
    private final Limit limit;

    /** A limit that ran out {@code after} this long. */
    public TimedOut(Origin origin, Limit limit, Duration after) {
      super(
          origin,
          limit.text + " took longer than " + Outlook.millis(after) + " ms",
          Outlook.passing("Try again, or allow more time.", limit != Limit.CONNECT, null),
          null);
      this.limit = limit;
    }

    /** Which time limit ran out. */
    public Limit limit() {
      return limit;
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
    /** A provider that answered that it cannot, and perhaps when it can. */
    public Unavailable(
        Origin origin, String what, boolean mayHaveRun, @Nullable Duration retryAfter) {
      super(origin, what, Outlook.later(mayHaveRun, retryAfter), null);
    }

    /** A provider that did not answer. */
    public Unavailable(Origin origin, String what, boolean mayHaveRun, Throwable cause) {
      super(origin, what, Outlook.later(mayHaveRun, null), cause);
    }
  }

  /** The answer cannot be understood: not JSON, not an image, cut short, too large. */
  public static final class Protocol extends AnimusException {
    /** An answer that makes no sense; {@code what} is wrong with it. */
    public Protocol(Origin origin, String what, @Nullable Throwable cause) {
      super(origin, what, Outlook.puzzling(), cause);
    }
  }

  /** The caller took the request back: interrupted, or the client was closed. */
  public static final class Cancelled extends AnimusException {
    /** A request that nobody waits for any longer. */
    public Cancelled(Origin origin, String what) {
      super(origin, what, Outlook.lasting("Nothing to do."), null);
    }
  }
}

package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.WellFormedText;
import org.jspecify.annotations.Nullable;

/** One call of a model. */
final class ModelCall {
  private final @Nullable SentMessage sentMessage;
  private final long started;
  private long last;
  private final StringBuilder words = new StringBuilder();
  private final boolean streamed;
  private boolean tokens;
  private boolean said;
  private boolean open = true;
  private @Nullable ChatResponse response;
  private @Nullable Throwable failure;

  ModelCall(@Nullable SentMessage sentMessage, boolean streamed, long now) {
    this.sentMessage = sentMessage;
    this.streamed = streamed;
    this.started = now;
    this.last = now;
  }

  @Nullable SentMessage send() {
    return sentMessage;
  }

  /** Its response, once it is complete. */
  @Nullable ChatResponse reply() {
    return response;
  }

  /** The text streamed before its response, as it is told: without half a character. */
  String words() {
    int end = words.length();
    boolean splits = end > 0 && Character.isHighSurrogate(words.charAt(end - 1));
    return WellFormedText.of(words.substring(0, splits ? end - 1 : end));
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** Whether the provider refused the prompt for good, before it said anything. */
  boolean isRefused() {
    return !said
        && words().isBlank()
        && (failure instanceof AnimusException.ContentPolicy
            || failure instanceof AnimusException.ContextLengthExceeded
            || failure instanceof AnimusException.InvalidRequest);
  }

  boolean isOpen() {
    return open;
  }

  void onPart(Object part, long now) {
    boolean failed = part instanceof ChatUpdate.AttemptFailed;
    boolean token =
        part instanceof ChatUpdate.TextDelta || part instanceof ChatUpdate.ReasoningDelta;
    tokens = token || (tokens && !failed);
    said = said || !(failed || part instanceof ChatUpdate.TextDelta);
    last = now;
    if (response == null && part instanceof ChatResponse first) {
      response =
          first
              .withContent(WellFormedText.of(first.content()))
              .withTurns(first.turns().stream().map(WellFormedText::of).toList());
    } else if (response == null && part instanceof ChatUpdate.TextDelta more) {
      words.append(more.text());
    }
  }

  void onFailed(Throwable cause) {
    failure = cause;
  }

  void onEnd() {
    open = false;
  }

  long age(long now) {
    return now - started;
  }

  long silence(long now) {
    return now - last;
  }

  /** Whether it has streamed since its last attempt began. */
  boolean hasTokens() {
    return tokens;
  }

  /** Whether the response is to be streamed; another is silent until it is complete. */
  boolean isStreamed() {
    return streamed;
  }
}

package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.http.WellFormedText;
import org.jspecify.annotations.Nullable;

/** One call of a model. */
final class ModelCall {
  private final @Nullable SentMessage sentMessage;
  private final long started;
  private long last;
  private final StringBuilder words = new StringBuilder();
  private boolean spoke;
  private boolean open = true;
  private @Nullable ChatResponse response;
  private @Nullable Throwable failure;

  ModelCall(@Nullable SentMessage sentMessage, long now) {
    this.sentMessage = sentMessage;
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

  boolean isOpen() {
    return open;
  }

  void onPart(Object part, long now) {
    spoke = true;
    last = now;
    if (response == null && part instanceof ChatResponse first) {
      response = first.withContent(WellFormedText.of(first.content()));
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

  boolean hasEmitted() {
    return spoke;
  }
}

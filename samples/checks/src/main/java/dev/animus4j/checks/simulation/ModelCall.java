package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
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

  /** The text streamed before its response. */
  String words() {
    return words.toString();
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
      response = first;
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

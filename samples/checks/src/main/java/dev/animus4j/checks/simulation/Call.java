package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import org.jspecify.annotations.Nullable;

/** One time a model was asked. */
final class Call {
  private final @Nullable Send send;
  private final long begun;
  private long last;
  private final StringBuilder words = new StringBuilder();
  private boolean spoke;
  private boolean open = true;
  private @Nullable ChatReply reply;
  private @Nullable Throwable failure;

  Call(@Nullable Send send, long now) {
    this.send = send;
    this.begun = now;
    this.last = now;
  }

  @Nullable Send send() {
    return send;
  }

  /** What it answered, as soon as it did. */
  @Nullable ChatReply reply() {
    return reply;
  }

  /** What it said before it gave its reply. */
  String words() {
    return words.toString();
  }

  @Nullable Throwable failure() {
    return failure;
  }

  boolean isOpen() {
    return open;
  }

  void heard(Object part, long now) {
    spoke = true;
    last = now;
    if (reply == null && part instanceof ChatReply first) {
      reply = first;
    } else if (reply == null && part instanceof ChatPart.Words more) {
      words.append(more.text());
    }
  }

  void failed(Throwable cause) {
    failure = cause;
  }

  void ended() {
    open = false;
  }

  long age(long now) {
    return now - begun;
  }

  long silence(long now) {
    return now - last;
  }

  boolean spoke() {
    return spoke;
  }
}

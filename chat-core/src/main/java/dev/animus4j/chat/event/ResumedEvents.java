package dev.animus4j.chat.event;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;

/**
 * Resumes the events of a subscriber: first the missed ones, from the log, then live ones, from the
 * bus. An event is in the log before it is on the bus. So if the next one is not that of the bus,
 * it is read from the log, and nothing needs to be buffered here.
 */
final class ResumedEvents {
  private final String conversationId;
  private final EventLog log;
  private final ConflatingBuffer buffer;
  private long last;

  ResumedEvents(String conversationId, long last, EventLog log, ConflatingBuffer buffer) {
    this.conversationId = conversationId;
    this.last = last;
    this.log = log;
    this.buffer = buffer;
  }

  /** Emits the missed events; the bus subscription already exists. */
  void start() {
    catchUp();
    buffer.drain();
  }

  /** Handles an event from the bus. */
  void onEvent(ChatEvent event) {
    accept(event);
    buffer.drain();
  }

  /** In order, without gaps, and each once, whatever the bus does. */
  private synchronized void accept(ChatEvent event) {
    if (event.sequence() == last + 1) {
      emit(event);
    } else if (event.sequence() > last) {
      catchUp();
    }
    if (event.sequence() > last || log.hasRestartedSince(conversationId, last)) {
      fail();
    }
  }

  private synchronized void catchUp() {
    if (log.hasRestartedSince(conversationId, last)) {
      fail();
    }
    for (ConversationEventLog.Missed missed : log.eventsAfter(conversationId, last)) {
      if (missed.first() > last + 1) {
        fail();
      }
      emit(missed.event());
    }
  }

  private void emit(ChatEvent event) {
    last = event.sequence();
    buffer.add(event);
  }

  private void fail() {
    String what = "the events after " + last + " are not kept any more";
    buffer.fail(new AnimusException.InvalidRequest(FailureOrigin.of(conversationId), what));
  }
}

package dev.animus4j.chat.event;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;

/**
 * Goes on where a listener stopped: first what it missed, from the log, then what happens, from the
 * bus. An event is in the log before it is on the bus. So whatever is not the next one is read from
 * the log, and nothing needs to be kept here.
 */
final class Resumption {
  private final String conversationId;
  private final EventLog log;
  private final MergingBuffer listener;
  private long last;

  Resumption(String conversationId, long last, EventLog log, MergingBuffer listener) {
    this.conversationId = conversationId;
    this.last = last;
    this.log = log;
    this.listener = listener;
  }

  /** Tells what was missed; the bus is listened to already. */
  void begin() {
    catchUp();
    listener.drain();
  }

  /** Takes an event from the bus. */
  void heard(ChatEvent event) {
    take(event);
    listener.drain();
  }

  /** In order, without gap, and each once, whatever the bus does. */
  private synchronized void take(ChatEvent event) {
    if (event.sequence() == last + 1) {
      next(event);
    } else if (event.sequence() > last) {
      catchUp();
    }
    if (event.sequence() > last || log.beganAnewSince(conversationId, last)) {
      fail();
    }
  }

  private synchronized void catchUp() {
    if (log.beganAnewSince(conversationId, last)) {
      fail();
    }
    for (Recent.Missed missed : log.after(conversationId, last)) {
      if (missed.first() > last + 1) {
        fail();
      }
      next(missed.event());
    }
  }

  private void next(ChatEvent event) {
    last = event.sequence();
    listener.add(event);
  }

  private void fail() {
    String what = "the events after " + last + " are not kept any more";
    listener.fail(new AnimusException.InvalidRequest(Origin.of(conversationId), what));
  }
}

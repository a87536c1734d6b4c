package dev.animus4j.chat.event;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.FlowableEmitter;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes on where a listener stopped: first what it missed, from the log, then what happens, from the
 * bus, which it listens to before it reads the log so that nothing falls between them.
 */
final class Resumption {
  private final String conversationId;
  private final EventLog log;
  private final FlowableEmitter<ChatEvent> listener;
  private final List<ChatEvent> meanwhile = new ArrayList<>();
  private boolean live;
  private long last;

  Resumption(String conversationId, long last, EventLog log, FlowableEmitter<ChatEvent> listener) {
    this.conversationId = conversationId;
    this.last = last;
    this.log = log;
    this.listener = listener;
  }

  /** Takes an event from the bus. */
  synchronized void heard(ChatEvent event) {
    if (live) {
      tell(event);
    } else {
      meanwhile.add(event);
    }
  }

  /** Tells what was missed; from here on, what is heard. */
  synchronized void begin() {
    if (log.beganAnewSince(conversationId, last)) {
      fail();
    }
    log.after(conversationId, last).forEach(this::tell);
    meanwhile.forEach(this::tell);
    meanwhile.clear();
    live = true;
  }

  /** In order, without gap, and each once, whatever the bus does. */
  private void tell(ChatEvent event) {
    if (event.sequence() > last + 1) {
      log.after(conversationId, last).stream()
          .filter(missed -> missed.sequence() < event.sequence())
          .forEach(this::next);
    }
    next(event);
  }

  private void next(ChatEvent event) {
    if (event.sequence() == last + 1) {
      last = event.sequence();
      listener.onNext(event);
    } else if (event.sequence() > last) {
      fail();
    }
  }

  private void fail() {
    String what = "the events after " + last + " are not kept any more";
    listener.tryOnError(new AnimusException.InvalidRequest(Origin.of(conversationId), what));
  }
}

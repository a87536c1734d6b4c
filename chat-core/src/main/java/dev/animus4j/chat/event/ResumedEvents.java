package dev.animus4j.chat.event;

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
  private long published;

  ResumedEvents(ResumePoint from, EventLog log, ConflatingBuffer buffer) {
    this.conversationId = from.conversationId();
    this.last = from.last();
    this.published = from.published();
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
    published = Math.max(published, event.sequence());
    if (event.sequence() > last || log.hasRestartedSince(conversationId, published)) {
      fail();
    }
  }

  private synchronized void catchUp() {
    if (log.hasRestartedSince(conversationId, published)) {
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
    published = last;
    buffer.add(event);
  }

  private void fail() {
    buffer.fail(new ResumePoint(conversationId, last, published).notKept());
  }
}

package dev.animus4j.http.sse;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Iterator of the events in one piece, each parsed on demand. */
final class EventIterator implements Iterator<ServerSentEventView> {
  private final ServerSentEvents events;
  private @Nullable ServerSentEventView next;

  EventIterator(ServerSentEvents events) {
    this.events = events;
  }

  @Override
  public boolean hasNext() {
    next = next == null ? events.next() : next;
    return next != null;
  }

  @Override
  public ServerSentEventView next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    ServerSentEventView event = next;
    next = null;
    return event;
  }
}

package dev.animus4j.http;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The events in some bytes, each found when it is asked for. */
final class EventIterator implements Iterator<PassingEvent> {
  private final ServerSentEvents events;
  private @Nullable PassingEvent next;

  EventIterator(ServerSentEvents events) {
    this.events = events;
  }

  @Override
  public boolean hasNext() {
    next = next == null ? events.next() : next;
    return next != null;
  }

  @Override
  public PassingEvent next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    PassingEvent event = next;
    next = null;
    return event;
  }
}

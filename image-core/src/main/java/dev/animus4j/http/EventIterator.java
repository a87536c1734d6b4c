package dev.animus4j.http;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The events in some bytes, each found and read when it is asked for. */
final class EventIterator<T> implements Iterator<T> {
  private final ServerSentEvents events;
  private final Function<PassingEvent, T> reader;
  private @Nullable PassingEvent next;

  EventIterator(ServerSentEvents events, Function<PassingEvent, T> reader) {
    this.events = events;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    next = next == null ? events.next() : next;
    return next != null;
  }

  @Override
  public T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    PassingEvent event = next;
    next = null;
    return reader.apply(event);
  }
}

package dev.animus4j.http.sse;

import io.reactivex.rxjava3.core.Notification;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/** Iterator of copied events, which stay valid after the next one. */
record CopyingEventIterator(Iterator<ServerSentEventView> views)
    implements Iterator<ServerSentEvent> {
  /**
   * Returns the events of one piece. A failure comes after the events before it, also one found
   * while parsing.
   */
  static Iterable<ServerSentEvent> from(Notification<Buffer> piece, ServerSentEvents events)
      throws Throwable {
    Throwable failure = piece.getError();
    if (failure != null) {
      throw failure;
    }
    Buffer bytes = piece.getValue();
    return bytes == null
        ? List.of()
        : () -> new CopyingEventIterator(events.read(bytes).iterator());
  }

  @Override
  public boolean hasNext() {
    return views.hasNext();
  }

  @Override
  public ServerSentEvent next() {
    return views.next().copy();
  }
}

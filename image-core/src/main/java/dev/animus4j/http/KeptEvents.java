package dev.animus4j.http;

import io.reactivex.rxjava3.core.Notification;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/** Events that are copied, so that they outlast the next one. */
record KeptEvents(Iterator<PassingEvent> passing) implements Iterator<ServerSentEvent> {
  /**
   * Those of one piece. A failure waits for those before it, one found on the way to the next too.
   */
  static Iterable<ServerSentEvent> in(Notification<Buffer> piece, ServerSentEvents events)
      throws Throwable {
    Throwable failure = piece.getError();
    if (failure != null) {
      throw failure;
    }
    Buffer bytes = piece.getValue();
    return bytes == null ? List.of() : () -> new KeptEvents(events.read(bytes).iterator());
  }

  @Override
  public boolean hasNext() {
    return passing.hasNext();
  }

  @Override
  public ServerSentEvent next() {
    return passing.next().kept();
  }
}

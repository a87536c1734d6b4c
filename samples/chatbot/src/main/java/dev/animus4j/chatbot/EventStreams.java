package dev.animus4j.chatbot;

import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET …/events}: the events of a conversation as server-sent events. Each has its sequence
 * as id, so that a browser that comes back says by itself what it heard last.
 */
final class EventStreams implements Handler<RoutingContext> {
  private static final Buffer OPENING = Buffer.buffer("retry: 1000\n\n");

  private final Conversations conversations;
  private final Feed feed;

  EventStreams(Conversations conversations, Feed feed) {
    this.conversations = conversations;
    this.feed = feed;
  }

  /** The dialect of EventSource. */
  private record Frames() implements Feed.Dialect {
    @Override
    public Buffer event(long sequence, Buffer json) {
      return Buffer.buffer("id: " + sequence + "\ndata: ").appendBuffer(json).appendString("\n\n");
    }

    @Override
    public Buffer beat() {
      return Buffer.buffer(":\n\n");
    }

    @Override
    public Buffer reset() {
      return Buffer.buffer("event: reset\ndata: {}\n\n");
    }
  }

  @Override
  public void handle(RoutingContext request) {
    Feed.Place from = new Feed.Place(conversations.of(request).id(), after(request));
    HttpServerResponse response = request.response().setChunked(true);
    response
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("X-Accel-Buffering", "no");
    response.write(OPENING);
    SerialDisposable telling = new SerialDisposable();
    response.closeHandler(gone -> telling.dispose());
    telling.set(
        feed.tell(from, new Frames(), response::write)
            .subscribe(response::end, tooSlow -> request.request().connection().close()));
  }

  /** The last event known: as the browser says when it comes back, or as the page asks at first. */
  static long after(RoutingContext request) {
    String last = request.request().getHeader("Last-Event-ID");
    String given = last == null ? request.request().getParam("after", "0") : last;
    if (!given.matches("\\d{1,18}")) {
      throw new Problem(400, "invalidRequest", "The id of the last event is a number.");
    }
    return Long.parseLong(given);
  }
}

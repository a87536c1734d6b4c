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

  private final Surroundings with;

  EventStreams(Surroundings with) {
    this.with = with;
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
    Feed.Place from = place(request, with);
    Runnable slot = with.books().streams().take(from.owner());
    SerialDisposable telling = new SerialDisposable();
    Later.atEnd(request, telling::dispose);
    Later.atEnd(request, slot);
    HttpServerResponse response = request.response().setChunked(true);
    response
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("X-Accel-Buffering", "no");
    response.write(OPENING);
    telling.set(
        with.feed()
            .tell(from, new Frames(), response::write)
            .subscribe(response::end, tooSlow -> with.connections().abort(request.request())));
  }

  /** Which conversation somebody listens to, and from where. */
  static Feed.Place place(RoutingContext request, Surroundings with) {
    String conversation = with.conversations().of(request).id();
    return new Feed.Place(Sessions.of(request), conversation, after(request));
  }

  /** The last event known: as the browser says when it comes back, or as the page asks at first. */
  private static long after(RoutingContext request) {
    String last = request.request().getHeader("Last-Event-ID");
    String given = last == null ? request.request().getParam("after", "0") : last;
    if (!given.matches("\\d{1,18}")) {
      throw new Problem(400, "invalidRequest", "The id of the last event is a number.");
    }
    return Long.parseLong(given);
  }
}

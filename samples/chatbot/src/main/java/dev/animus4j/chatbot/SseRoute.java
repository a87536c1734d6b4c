package dev.animus4j.chatbot;

import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET …/events}: the events of a conversation as server-sent events. Their ids are the
 * sequences, so that a reconnecting browser sends its last one.
 */
final class SseRoute implements Handler<RoutingContext> {
  private static final Buffer OPENING = Buffer.buffer("retry: 1000\n\n");

  private final RouteDependencies dependencies;

  SseRoute(RouteDependencies dependencies) {
    this.dependencies = dependencies;
  }

  /** The format of EventSource. */
  private record SseFormat() implements EventFeed.EventFormat {
    @Override
    public Buffer event(long sequence, Buffer json) {
      return Buffer.buffer("id: " + sequence + "\ndata: ").appendBuffer(json).appendString("\n\n");
    }

    @Override
    public Buffer heartbeat() {
      return Buffer.buffer(":\n\n");
    }

    @Override
    public Buffer reset(long sequence) {
      return Buffer.buffer("id: " + sequence + "\nevent: reset\ndata: {}\n\n");
    }
  }

  @Override
  public void handle(RoutingContext request) {
    EventFeed.StreamPosition position = position(request, dependencies);
    HttpServerResponse response = request.response();
    response
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("X-Accel-Buffering", "no");
    if (request.request().method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    Runnable slot = dependencies.serverState().streams().acquire(position.owner());
    SerialDisposable subscription = new SerialDisposable();
    RequestLifecycle.onEnd(request, subscription::dispose);
    RequestLifecycle.onEnd(request, slot);
    response.setChunked(true).write(OPENING);
    subscription.set(
        dependencies
            .feed()
            .send(position, new SseFormat(), response::write)
            .subscribe(
                response::end, tooSlow -> dependencies.connections().abort(request.request())));
  }

  /** The conversation of a subscriber, and its position. */
  static EventFeed.StreamPosition position(RoutingContext request, RouteDependencies dependencies) {
    String conversation = dependencies.conversations().chat(request).id();
    return new EventFeed.StreamPosition(
        SessionCookies.clientSession(request), conversation, lastEventId(request));
  }

  /**
   * The last event received: from the header of a reconnecting browser, or the parameter of the
   * page.
   */
  private static long lastEventId(RoutingContext request) {
    String last = request.request().getHeader("Last-Event-ID");
    String lastId = last == null ? request.request().getParam("after", "0") : last;
    if (!lastId.matches("\\d{1,18}")) {
      throw new Problem(400, "invalidRequest", "The id of the last event is a number.");
    }
    return Long.parseLong(lastId);
  }
}

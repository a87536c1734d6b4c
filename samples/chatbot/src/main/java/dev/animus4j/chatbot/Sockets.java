package dev.animus4j.chatbot;

import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET …/socket}: the same events over a WebSocket, for who prefers one. It only tells: who
 * says something is let go.
 */
final class Sockets implements Handler<RoutingContext> {
  private static final short POLICY = 1008;

  private final Conversations conversations;
  private final Feed feed;

  Sockets(Conversations conversations, Feed feed) {
    this.conversations = conversations;
    this.feed = feed;
  }

  /** A message each. */
  private record Messages() implements Feed.Dialect {
    @Override
    public Buffer event(long sequence, Buffer json) {
      return json;
    }

    @Override
    public Buffer beat() {
      return Buffer.buffer("{\"type\":\"beat\"}");
    }

    @Override
    public Buffer reset() {
      return Buffer.buffer("{\"type\":\"reset\"}");
    }
  }

  @Override
  public void handle(RoutingContext request) {
    Feed.Place from = new Feed.Place(conversations.of(request).id(), EventStreams.after(request));
    if (!request.request().canUpgradeToWebSocket()) {
      throw new Problem(426, "invalidRequest", "This is for WebSockets.");
    }
    request
        .request()
        .toWebSocket()
        .onSuccess(socket -> tell(socket, from))
        .onFailure(request::fail);
  }

  private void tell(ServerWebSocket socket, Feed.Place from) {
    Disposable telling =
        feed.tell(from, new Messages(), message -> socket.writeTextMessage(message.toString()))
            .subscribe(socket::close, tooSlow -> socket.close());
    socket.handler(said -> socket.close(POLICY, "This socket only tells."));
    socket.closeHandler(gone -> telling.dispose());
  }
}

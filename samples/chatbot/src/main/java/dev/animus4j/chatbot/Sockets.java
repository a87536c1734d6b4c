package dev.animus4j.chatbot;

import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * {@code GET …/socket}: the same events over a WebSocket, for who prefers one. It only tells: who
 * says something is let go, and so is who sends anything else again and again.
 */
final class Sockets implements Handler<RoutingContext> {
  private static final short POLICY = 1008;
  private static final int FRAMES_PER_MINUTE = 30;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private final Surroundings with;
  private final RateLimit frames = new RateLimit(FRAMES_PER_MINUTE, System::nanoTime);

  Sockets(Surroundings with) {
    this.with = with;
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
    Feed.Place from = EventStreams.place(request, with);
    HttpServerRequest asked = request.request();
    if (!isHandshake(asked)) {
      throw new Problem(426, "invalidRequest", "This is for WebSockets.");
    }
    Runnable slot = with.books().streams().take(from.owner());
    String name = AccessLog.name(request);
    with.connections().open(asked);
    asked
        .toWebSocket()
        .onSuccess(socket -> tell(socket, asked, from, slot))
        .onSuccess(socket -> socket.frameHandler(frame -> heard(socket, frame, asked, name)))
        .onFailure(failure -> slot.run())
        .onFailure(failure -> with.connections().abort(asked));
  }

  private static boolean isHandshake(HttpServerRequest asked) {
    return asked.canUpgradeToWebSocket()
        && "13".equals(asked.getHeader("Sec-WebSocket-Version"))
        && KEY.matcher("" + asked.getHeader("Sec-WebSocket-Key")).matches();
  }

  private void tell(
      ServerWebSocket socket, HttpServerRequest asked, Feed.Place from, Runnable slot) {
    Disposable telling =
        with.feed()
            .tell(from, new Messages(), message -> socket.writeTextMessage(message.toString()))
            .subscribe(socket::close, tooSlow -> with.connections().abort(asked));
    socket.closeHandler(gone -> leave(telling, slot));
  }

  private static void leave(Disposable telling, Runnable slot) {
    telling.dispose();
    slot.run();
  }

  private void heard(
      ServerWebSocket socket, WebSocketFrame frame, HttpServerRequest asked, String name) {
    try {
      frames.take(name);
    } catch (Problem tooMany) {
      with.connections().abort(asked);
      return;
    }
    if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
      socket.close(POLICY, "This socket only tells.");
    }
  }
}

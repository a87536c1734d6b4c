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
 * {@code GET …/socket}: the same events over a WebSocket. It only sends: a client that sends a
 * message is disconnected, and so is one that sends other frames too often.
 */
final class WebSocketRoute implements Handler<RoutingContext> {
  private static final short POLICY = 1008;
  private static final int FRAMES_PER_MINUTE = 30;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private final RouteDependencies dependencies;
  private final RateLimit frameLimit = new RateLimit(FRAMES_PER_MINUTE, System::nanoTime);

  WebSocketRoute(RouteDependencies dependencies) {
    this.dependencies = dependencies;
  }

  /** One message for each event. */
  private record WebSocketFormat() implements EventFeed.EventFormat {
    @Override
    public Buffer event(long sequence, Buffer json) {
      return json;
    }

    @Override
    public Buffer heartbeat() {
      return Buffer.buffer("{\"type\":\"beat\"}");
    }

    @Override
    public Buffer reset(long sequence) {
      return Buffer.buffer("{\"type\":\"reset\",\"sequence\":" + sequence + "}");
    }
  }

  @Override
  public void handle(RoutingContext request) {
    EventFeed.StreamPosition position = SseRoute.position(request, dependencies);
    HttpServerRequest httpRequest = request.request();
    if (!isHandshake(httpRequest)) {
      throw new Problem(426, "invalidRequest", "This is for WebSockets.");
    }
    Runnable slot = dependencies.serverState().streams().acquire(position.owner());
    String name = AccessLog.requestId(request);
    dependencies.connections().upgradeToWebSocket(httpRequest);
    httpRequest
        .toWebSocket()
        .onSuccess(socket -> sendEvents(socket, httpRequest, position, slot))
        .onSuccess(
            socket -> socket.frameHandler(frame -> receiveFrame(socket, frame, httpRequest, name)))
        .onFailure(failure -> slot.run())
        .onFailure(failure -> dependencies.connections().abort(httpRequest));
  }

  private static boolean isHandshake(HttpServerRequest httpRequest) {
    return httpRequest.canUpgradeToWebSocket()
        && "13".equals(httpRequest.getHeader("Sec-WebSocket-Version"))
        && KEY.matcher("" + httpRequest.getHeader("Sec-WebSocket-Key")).matches();
  }

  private void sendEvents(
      ServerWebSocket socket,
      HttpServerRequest httpRequest,
      EventFeed.StreamPosition position,
      Runnable slot) {
    Disposable subscription =
        dependencies
            .feed()
            .send(
                position,
                new WebSocketFormat(),
                message -> socket.writeTextMessage(message.toString()))
            .subscribe(socket::close, tooSlow -> dependencies.connections().abort(httpRequest));
    socket.exceptionHandler(broken -> {}); // the socket closes, and needs no other handling
    socket.closeHandler(gone -> release(subscription, slot));
  }

  private static void release(Disposable subscription, Runnable slot) {
    subscription.dispose();
    slot.run();
  }

  private void receiveFrame(
      ServerWebSocket socket, WebSocketFrame frame, HttpServerRequest httpRequest, String name) {
    try {
      frameLimit.acquire(name);
    } catch (Problem tooMany) {
      dependencies.connections().abort(httpRequest);
      return;
    }
    if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
      socket.close(POLICY, "This socket only tells.");
    }
  }
}

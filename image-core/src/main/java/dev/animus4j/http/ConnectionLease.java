package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import io.vertx.core.Handler;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Acquires and releases the connection of one call. Used on the call's context only. */
final class ConnectionLease {
  private final Http http;
  private final AuthorizedCall authorized;
  private final CallEventLoop eventLoop;
  private final Transport transport;
  private ConnectionWaitQueue.@Nullable Place place;
  private boolean connecting;
  private boolean released;
  private boolean taken;

  ConnectionLease(
      Http http, AuthorizedCall authorized, CallEventLoop eventLoop, Transport transport) {
    this.http = http;
    this.authorized = authorized;
    this.eventLoop = eventLoop;
    this.transport = transport;
  }

  /** Waits in the queue, then connects; no callback is called after {@link #release}. */
  void start(Handler<HttpClientRequest> connected, Consumer<AnimusException> failed) {
    try {
      place =
          http.connections()
              .enqueue(
                  authorized.call(), () -> eventLoop.runLater(() -> connect(connected, failed)));
      if (place.isGrantedImmediately()) {
        connect(connected, failed);
      }
    } catch (ConnectionPoolTooBusyException full) {
      failed.accept(ConnectionFailures.unreachable(authorized.call(), full));
    }
  }

  private void connect(Handler<HttpClientRequest> connected, Consumer<AnimusException> failed) {
    if (released) {
      return;
    }
    connecting = true;
    http.connect(
        authorized,
        transport,
        request -> eventLoop.run(() -> onConnected(request, connected)),
        cause -> eventLoop.run(() -> onFailure(cause, connected, failed)));
  }

  private void onConnected(HttpClientRequest request, Handler<HttpClientRequest> connected) {
    connecting = false;
    if (released) {
      request.exceptionHandler(e -> {}).reset();
      releasePlace();
    } else {
      connected.handle(request);
    }
  }

  /** A pooled connection may be closed while it is handed out: then another one is taken, once. */
  private void onFailure(
      Throwable cause, Handler<HttpClientRequest> connected, Consumer<AnimusException> failed) {
    connecting = false;
    if (released) {
      releasePlace();
    } else if (cause instanceof HttpClosedException && !taken) {
      taken = true;
      connect(connected, failed);
    } else {
      failed.accept(
          http.explain(
              authorized.call(), ConnectionFailures.unreachable(authorized.call(), cause)));
    }
  }

  /**
   * Releases the place in the queue, or the connection. A connection that is being made is released
   * once it is there: until then it takes a place in the platform's pool.
   */
  void release() {
    released = true;
    if (!connecting) {
      releasePlace();
    }
  }

  private void releasePlace() {
    if (place != null) {
      place.release();
    }
  }
}

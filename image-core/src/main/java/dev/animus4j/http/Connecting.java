package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import io.vertx.core.Handler;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one call to a connection, which it waits for and gives back. Touched on the call's
 * context only.
 */
final class Connecting {
  private final Http http;
  private final HttpCall call;
  private final String token;
  private final Home home;
  private ConnectionQueue.@Nullable Place place;
  private boolean underway;
  private boolean left;

  Connecting(Http http, HttpCall call, String token, Home home) {
    this.http = http;
    this.call = call;
    this.token = token;
    this.home = home;
  }

  /** Waits for its turn, and connects; nothing comes of it after {@link #leave}. */
  void begin(Handler<HttpClientRequest> connected, Consumer<AnimusException> failed) {
    try {
      place = http.connections().enter(call, () -> home.later(() -> connect(connected, failed)));
      if (place.isGrantedAtOnce()) {
        connect(connected, failed);
      }
    } catch (ConnectionPoolTooBusyException full) {
      failed.accept(Breakdown.unreachable(call, full));
    }
  }

  private void connect(Handler<HttpClientRequest> connected, Consumer<AnimusException> failed) {
    if (left) {
      return;
    }
    underway = true;
    http.connect(call, token)
        .onComplete(
            request -> home.run(() -> reached(request, connected)),
            cause -> home.run(() -> unreachable(cause, failed)));
  }

  private void reached(HttpClientRequest request, Handler<HttpClientRequest> connected) {
    underway = false;
    if (left) {
      request.exceptionHandler(e -> {}).reset();
      giveBack();
    } else {
      connected.handle(request);
    }
  }

  private void unreachable(Throwable cause, Consumer<AnimusException> failed) {
    underway = false;
    if (left) {
      giveBack();
    } else {
      failed.accept(http.explain(call, Breakdown.unreachable(call, cause)));
    }
  }

  /**
   * Gives the place in the queue to whoever is next, or the connection. One that is being made is
   * given back when it is there: until then it takes its place in the platform's pool.
   */
  void leave() {
    left = true;
    if (!underway) {
      giveBack();
    }
  }

  private void giveBack() {
    if (place != null) {
      place.leave();
    }
  }
}

package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.rxjava3.CompletableHelper;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends what takes memory until it has left, since its reader may not read: only so much at once,
 * of each client and of all; the rest waits its turn. Who takes nothing for too long is let go.
 */
final class Outbox {
  /** Who takes less is too slow. */
  private static final long BYTES_PER_MS = 16;

  private final BytesInFlight inFlight;
  private final Connections connections;
  private final Duration write;

  Outbox(BytesInFlight inFlight, Connections connections, Duration write) {
    this.inFlight = inFlight;
    this.connections = connections;
    this.write = write;
  }

  /** The same with other bounds. */
  Outbox with(BytesInFlight inFlight) {
    return new Outbox(inFlight, connections, write);
  }

  /**
   * Does something that answers a request, as soon as there is room; on the thread of the request.
   *
   * @param weight what it holds in memory, in bytes
   * @param work told where the request is answered
   */
  Disposable send(RoutingContext request, long weight, Function<Scheduler, Completable> work) {
    Scheduler here = Later.here();
    return inFlight
        .during(
            Sessions.of(request),
            weight,
            permit -> Completable.defer(() -> work.apply(here)).subscribeOn(here))
        .observeOn(here)
        .subscribe(() -> {}, failure -> fail(request, failure));
  }

  /** Says so, or breaks off what was begun. */
  void fail(RoutingContext request, Throwable failure) {
    if (request.response().headWritten()) {
      connections.abort(request.request());
    } else {
      request.fail(failure);
    }
  }

  /** Done when these bytes have left; fails when that takes too long. */
  Completable written(Future<Void> writing, Scheduler here, Buffer bytes) {
    return CompletableHelper.toCompletable(done -> writing.onComplete(done))
        .timeout(write.toMillis() + bytes.length() / BYTES_PER_MS, TimeUnit.MILLISECONDS, here);
  }
}

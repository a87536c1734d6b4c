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
 * Sends responses that hold memory until the client has read them: limited by client and in total;
 * the rest waits. A client that reads nothing for too long is disconnected.
 */
final class ResponseSender {
  /** The minimum rate of a client. */
  private static final long BYTES_PER_MS = 16;

  private final FairByteLimiter inFlight;
  private final Connections connections;
  private final Duration writeTimeout;

  ResponseSender(FairByteLimiter inFlight, Connections connections, Duration write) {
    this.inFlight = inFlight;
    this.connections = connections;
    this.writeTimeout = write;
  }

  /** A sender with another limiter. */
  ResponseSender withLimiter(FairByteLimiter inFlight) {
    return new ResponseSender(inFlight, connections, writeTimeout);
  }

  /**
   * Runs work that writes a response as soon as there is memory for it, on the context of the
   * request.
   *
   * @param weight bytes held in memory
   * @param work receives the scheduler of the context
   */
  Disposable send(RoutingContext request, long weight, Function<Scheduler, Completable> work) {
    Scheduler scheduler = RequestLifecycle.currentScheduler();
    return inFlight
        .runWithPermit(
            SessionCookies.clientSession(request),
            weight,
            permit -> Completable.defer(() -> work.apply(scheduler)).subscribeOn(scheduler))
        .observeOn(scheduler)
        .subscribe(() -> {}, failure -> fail(request, failure));
  }

  /** Responds with the failure, or aborts a response already begun. */
  void fail(RoutingContext request, Throwable failure) {
    if (request.response().headWritten()) {
      connections.abort(request.request());
    } else {
      request.fail(failure);
    }
  }

  /** Completes when these bytes have been written; fails after a timeout. */
  Completable awaitWrite(Future<Void> writing, Scheduler scheduler, Buffer bytes) {
    return CompletableHelper.toCompletable(done -> writing.onComplete(done))
        .timeout(
            writeTimeout.toMillis() + bytes.length() / BYTES_PER_MS,
            TimeUnit.MILLISECONDS,
            scheduler);
  }
}

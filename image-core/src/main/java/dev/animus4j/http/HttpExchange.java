package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * Exchange of one request and its response. Its state is touched on the call's context only, except
 * for {@code completed} and {@code status}.
 */
final class HttpExchange {
  /** How long the rest of a completed response may be read to keep its connection. */
  private static final long LINGER_MS = 500;

  private final Http http;
  private final AuthorizedCall authorized;
  private final HttpCall call;
  private final Transport transport;
  private final ConnectionLease lease;
  private final CallEventLoop eventLoop;
  private final CallTimer callTimer;
  private final RequestWriter writer;
  private @Nullable ReaderRelay<?> readerRelay;
  private @Nullable HttpClientRequest request;
  private @Nullable ResponseBody body;
  private boolean released;
  private volatile boolean completed;
  private volatile int status;
  private @Nullable ConnectionUse reusedConnection;
  private volatile boolean diedOnReusedConnection;

  HttpExchange(Http http, AuthorizedCall authorized, CallEventLoop eventLoop, Transport transport) {
    this.http = http;
    this.authorized = authorized;
    this.call = authorized.call();
    this.eventLoop = eventLoop;
    this.transport = transport;
    this.lease = new ConnectionLease(http, authorized, eventLoop, transport);
    this.writer = new RequestWriter(call, eventLoop);
    this.callTimer = new CallTimer(eventLoop, call.endpoint().timeouts(), this::expire);
  }

  <T> Flowable<T> execute(Function<StreamedResponse, Flowable<T>> reader) {
    return Flowable.unsafeCreate(s -> start(new ReaderRelay<>(this, s), reader));
  }

  private <T> void start(ReaderRelay<T> next, Function<StreamedResponse, Flowable<T>> reader) {
    readerRelay = next;
    next.start();
    if (!eventLoop.run(() -> connect(response -> read(response, reader).subscribe(next)))) {
      next.fail(ConnectionFailures.clientClosed(call));
    }
  }

  /** Whether the provider refused the token; Google calls it an invalid argument. */
  boolean isTokenRefused(Throwable failure) {
    return status == 401 || (status == 400 && failure instanceof AnimusException.Authentication);
  }

  /** Whether a connection that had carried other calls ended at once, before any byte. */
  boolean diedOnReusedConnection() {
    return diedOnReusedConnection;
  }

  private <T> Flowable<T> read(
      HttpClientResponse response, Function<StreamedResponse, Flowable<T>> reader) {
    return FaultIsolation.flowable(
        () -> {
          StreamedResponse streamed = openResponse(response);
          return streamed.head().isSuccess()
              ? reader.apply(streamed)
              : new ErrorResponseReader(call, streamed).failure().flatMapPublisher(Flowable::error);
        });
  }

  private void connect(Handler<HttpClientResponse> handler) {
    if (!released) {
      callTimer.start(Limit.CONNECT);
      lease.start(connected -> send(connected, handler), this::fail);
    }
  }

  /** Failures after the release, by cancel or end, are ignored. */
  private void fail(Throwable failure) {
    if (!released && readerRelay != null) {
      readerRelay.fail(failure);
    }
  }

  private void send(HttpClientRequest connected, Handler<HttpClientResponse> handler) {
    request = connected.exceptionHandler(e -> {});
    ConnectionUse use = ConnectionUse.of(connected.connection());
    reusedConnection = use != null && use.begin() ? use : null;
    callTimer.start(Limit.FIRST_BYTE);
    writer.write(connected, this::onSent, this::fail);
    Future<HttpClientResponse> response = connected.response();
    response.onComplete(head -> onResponse(head, handler), this::onNoResponse);
  }

  private void onNoResponse(Throwable cause) {
    diedOnReusedConnection = reusedConnection != null && reusedConnection.hasDied();
    fail(http.explain(call, ConnectionFailures.noResponse(call, cause)));
  }

  private void onResponse(HttpClientResponse response, Handler<HttpClientResponse> handler) {
    if (!released) {
      handler.handle(response);
    }
  }

  /** Starts the wait for the response, unless that began before the request ended. */
  private void onSent() {
    if (body == null) {
      callTimer.start(Limit.FIRST_BYTE);
    }
  }

  private StreamedResponse openResponse(HttpClientResponse response) {
    callTimer.pause();
    status = response.statusCode();
    ResponseHead head =
        new ResponseHead(
            call.endpoint().provider(), status, response.headers(), authorized.secrets());
    RetryAfter.usedUp(response.headers()).ifPresent(call.endpoint().whenUsedUp());
    body = transport.read(response, head, callTimer, e -> truncatedBody(head, e));
    Flowable<Buffer> read = authorized.logged(head, ContentDecoding.decode(body, head));
    return new StreamedResponse(call, head, read, http.options());
  }

  private AnimusException truncatedBody(ResponseHead head, Throwable cause) {
    return http.explain(call, ConnectionFailures.truncatedBody(head.origin(), cause));
  }

  /**
   * Ignores gaps in the body of an error response, which {@link ErrorResponseReader} limits. Any
   * other fails the body, so that the reader decides whether all that counts has arrived.
   */
  private void expire(Limit limit) {
    if (limit == Limit.GAP && status / 100 != 2) {
      return;
    }
    AnimusException timedOut = ConnectionFailures.timedOut(call, limit);
    if (limit == Limit.GAP && body instanceof StreamedResponseBody streamed) {
      streamed.fail(timedOut);
    } else {
      fail(timedOut);
    }
  }

  /** Releases the connection; keeps it open if the call completed. */
  void close(boolean completed) {
    this.completed = completed;
    eventLoop.run(this::release);
  }

  private void release() {
    released = true;
    callTimer.stop();
    lease.release();
    boolean sent = writer.stop();
    if (body == null) {
      abort();
    } else if (!body.isEnded()) {
      discardRest(body, completed && sent);
    } else if (!sent && request != null) {
      request.connection().close(); // the connection cannot be reused for the next request
    }
  }

  private void discardRest(ResponseBody unfinished, boolean reusable) {
    if (!reusable) {
      unfinished.discard(() -> {}, () -> {});
      abort();
      return;
    }
    long timer = eventLoop.setTimer(LINGER_MS, this::abort);
    unfinished.discard(() -> eventLoop.cancelTimer(timer), this::abort);
  }

  private void abort() {
    if (request != null) {
      request.reset();
    }
  }
}

package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Its state is touched on the call's context only, except for what says
 * how it ended.
 */
final class Exchange {
  /** How long the connection of an answer that was read far enough may take to become free. */
  private static final long LINGER_MS = 500;

  private final Http http;
  private final HttpCall call;
  private final String token;
  private final Connecting connecting;
  private final Home home;
  private final Watch watch;
  private final @Nullable Buffer payload;
  private Disposable upload = Disposable.disposed();
  private @Nullable Delivery<?> delivery;
  private @Nullable HttpClientRequest request;
  private @Nullable Body body;
  private boolean released;
  private volatile boolean completed;
  private volatile int status;

  Exchange(Http http, HttpCall call, String token, Home home) {
    this.http = http;
    this.call = call;
    this.token = token;
    this.home = home;
    this.connecting = new Connecting(http, call, token, home);
    this.payload = call.encodedBody();
    this.watch = new Watch(home, call.endpoint().timeouts(), this::expire);
  }

  /** Sends the request, and lets the reader have the answer. */
  <T> Flowable<T> read(Function<Answer, Flowable<T>> reader) {
    return Flowable.unsafeCreate(subscriber -> begin(new Delivery<>(this, subscriber), reader));
  }

  private <T> void begin(Delivery<T> next, Function<Answer, Flowable<T>> reader) {
    delivery = next;
    next.begin();
    if (!home.run(() -> connect(answer -> read(answer, reader).subscribe(next)))) {
      next.fail(Breakdown.closed(call));
    }
  }

  /** Whether the provider refused the token, and another one can be had. */
  boolean renewable(Throwable refusal) {
    try {
      return status == 401 && call.endpoint().credentials().renew(token);
    } catch (Throwable thrown) {
      refusal.addSuppressed(thrown);
      return false;
    }
  }

  private <T> Flowable<T> read(HttpClientResponse response, Function<Answer, Flowable<T>> reader) {
    return Isolation.flowable(
        () -> {
          Answer answer = head(response);
          return answer.head().isSuccess()
              ? reader.apply(answer)
              : new Refusal(call, answer).failure().flatMapPublisher(Flowable::error);
        });
  }

  private void connect(Handler<HttpClientResponse> reading) {
    if (!released) {
      watch.begin(Limit.CONNECT);
      connecting.begin(connected -> send(connected, reading), this::fail);
    }
  }

  /** A failure that comes of letting go is nobody's concern. */
  private void fail(Throwable failure) {
    if (!released && delivery != null) {
      delivery.fail(failure);
    }
  }

  private void send(HttpClientRequest connected, Handler<HttpClientResponse> reading) {
    request = connected.exceptionHandler(e -> {});
    watch.begin(Limit.FIRST_BYTE);
    if (call.body() instanceof Upload pieces) {
      Completable all = pieces.to(connected, this::sent);
      upload = all.subscribe(() -> home.run(() -> end(connected)), this::fail);
    } else {
      end(connected);
    }
    connected
        .response()
        .onComplete(
            response -> answered(response, reading),
            e -> fail(http.explain(call, Breakdown.beforeHead(call, e))));
  }

  private void answered(HttpClientResponse response, Handler<HttpClientResponse> reading) {
    if (!released) {
      reading.handle(response);
    }
  }

  private void end(HttpClientRequest connected) {
    if (!released) {
      Future<Void> written = payload == null ? connected.end() : connected.end(payload);
      written.onSuccess(v -> sent());
    }
  }

  /** Counts from here, unless the answer began before the request ended. */
  private void sent() {
    if (body == null) {
      watch.begin(Limit.FIRST_BYTE);
    }
  }

  private Answer head(HttpClientResponse response) {
    watch.pause();
    status = response.statusCode();
    Head head = new Head(status, response.headers(), new Secrets(call, token));
    RetryAfter.usedUp(response.headers()).ifPresent(call.endpoint().whenUsedUp());
    body = new Body(response, home, watch).listening(e -> cutShort(head, e));
    return new Answer(call, head, body, http.options());
  }

  private AnimusException cutShort(Head head, Throwable cause) {
    Origin origin = head.origin(call.endpoint().provider(), null);
    return http.explain(call, Breakdown.inBody(origin, cause));
  }

  /** The body of a refusal has a patience of its own, and ends nothing. */
  private void expire(Limit limit) {
    if (limit == Limit.GAP && status / 100 != 2) {
      return;
    }
    Origin origin = Origin.of(call.endpoint().provider());
    fail(new AnimusException.TimedOut(origin, limit, call.endpoint().timeouts().of(limit)));
  }

  /** Lets go of the connection, if it is not too late to keep it. */
  void close(boolean completed) {
    this.completed = completed;
    home.run(this::release);
  }

  private void release() {
    released = true;
    watch.stop();
    connecting.leave();
    boolean sent = upload.isDisposed();
    upload.dispose();
    if (body == null) {
      abort();
    } else if (!body.ended()) {
      letGo(body, completed && sent);
    } else if (!sent) {
      disconnect();
    }
  }

  private void letGo(Body unfinished, boolean reusable) {
    if (!reusable) {
      unfinished.discard(() -> {}, () -> {});
      abort();
      return;
    }
    long timer = home.timer(LINGER_MS, this::abort);
    unfinished.discard(() -> home.cancel(timer), this::abort);
  }

  private void abort() {
    if (request != null) {
      request.reset();
    }
  }

  /** An answer that ended before all was sent leaves a connection that is of no use. */
  private void disconnect() {
    if (request != null) {
      request.connection().close();
    }
  }
}

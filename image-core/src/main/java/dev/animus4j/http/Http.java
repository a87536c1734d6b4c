package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.http.HttpClientInternal;
import io.vertx.ext.web.client.impl.WebClientInternal;
import io.vertx.rxjava3.CompletableHelper;

/**
 * HTTP client for all providers, with one pool of connections shared by all calls. It sends each
 * request once, except again after a 401 when the credentials can be renewed, and again when a
 * connection that had carried other calls died before any byte of the response; it follows no
 * redirects.
 *
 * <p>Calls made on a Vert.x context run on it: the reader runs there, and every item and the end
 * are emitted there. Calls made elsewhere run on a context that Vert.x picks for the thread. Errors
 * are {@link AnimusException}s, unless the caller's own code threw something else.
 */
public final class Http implements AutoCloseable {
  private final Vertx vertx;
  private final HttpOptions options;
  private final HttpClient client;
  private final WebClientInternal webClient;
  private final ConnectionWaitQueue connections;
  private final Completable closing;
  private final boolean decompresses;
  private volatile boolean closed;

  private Http(Vertx vertx, HttpOptions options, HttpClient client, Completable closing) {
    this.vertx = vertx;
    this.options = options;
    this.client = client;
    this.webClient = WebClientTransport.wrap(client);
    this.connections = new ConnectionWaitQueue(options);
    this.closing = closing;
    this.decompresses =
        client instanceof HttpClientInternal platform
            && platform.options().isDecompressionSupported();
  }

  /** Creates a client with {@link HttpOptions#defaults}. */
  public static Http create(Vertx vertx) {
    return create(vertx, HttpOptions.defaults());
  }

  /**
   * Creates a client; it opens no connection yet. Created in a verticle, it is closed with that
   * verticle, as Vert.x does: create a shared one outside.
   */
  public static Http create(Vertx vertx, HttpOptions options) {
    HttpClient client = PooledClient.create(vertx, options);
    Completable closing = CompletableHelper.toCompletable(done -> client.close().onComplete(done));
    return new Http(vertx, options, client, closing.cache());
  }

  /**
   * Wraps a client of the caller's, with its pool and options; {@link HttpOptions#platform()} is
   * not applied to it. Its pool should allow as many connections as the options. {@link
   * #closeAsync} leaves it open, and calls in flight go on.
   */
  public static Http wrap(Vertx vertx, HttpClient client, HttpOptions options) {
    return new Http(vertx, options, client, Completable.complete());
  }

  /**
   * Sends the call for each subscriber, and passes its 2xx response to the reader as it arrives:
   * for what models answer. Cancelling, at any moment, ends the call and closes its connection; so
   * does an error. When the reader completes before the body ends, the rest is read for half a
   * second to keep the connection; so stop at an end marker in the reader, with {@code
   * response.events().takeWhile(…)}, not downstream of it.
   */
  @CheckReturnValue
  public <T> Flowable<T> stream(HttpCall call, Function<StreamedResponse, Flowable<T>> reader) {
    return attempts(call, reader, eventLoop -> new HttpClientTransport(client, eventLoop));
  }

  /**
   * Sends the call for each subscriber with the Web Client, which collects a 2xx response of at
   * most {@link HttpOptions#maxJsonBytes()}, and passes it to the reader. Cancelling, at any
   * moment, ends the call and closes its connection; so does an error.
   */
  @CheckReturnValue
  public <T> Flowable<T> send(HttpCall call, Function<StreamedResponse, Flowable<T>> reader) {
    int maxBytes = options.maxJsonBytes();
    return attempts(
        call, reader, eventLoop -> new WebClientTransport(webClient, eventLoop, maxBytes));
  }

  /** Sends the call as {@link #send}, and reads its response as {@link StreamedResponse#json}. */
  @CheckReturnValue
  public <T> Single<T> json(HttpCall call, Class<T> type) {
    return send(call, response -> response.json(type).toFlowable()).singleOrError();
  }

  private <T> Flowable<T> attempts(
      HttpCall call, Function<StreamedResponse, Flowable<T>> reader, Transport.Factory transports) {
    Flowable<T> attempts =
        Flowable.defer(
            () ->
                new CallAttempts<>(this, call, reader, CallEventLoop.of(vertx), transports)
                    .events());
    return FaultIsolation.flowable(() -> CallerContext.observeOffEventLoop(attempts));
  }

  /** Waits for {@link #closeAsync}; on an event loop, which must not wait, it only starts. */
  @Override
  public void close() {
    Completable closed = closeAsync().onErrorComplete();
    if (!Context.isOnEventLoopThread()) {
      closed.blockingAwait();
    }
  }

  /**
   * Closes all connections; calls in flight fail with Cancelled, and so do later ones. Starts at
   * once, subscribed to or not; closing again does nothing more.
   */
  public Completable closeAsync() {
    closed = true;
    var unused = closing.subscribe(() -> {}, reported -> {});
    return closing;
  }

  Vertx vertx() {
    return vertx;
  }

  ConnectionWaitQueue connections() {
    return connections;
  }

  HttpOptions options() {
    return options;
  }

  /** Requests a connection by this transport; see {@link Transport#connect}. */
  void connect(
      AuthorizedCall authorized,
      Transport transport,
      Handler<HttpClientRequest> connected,
      Handler<Throwable> failed) {
    HttpCall call = authorized.call();
    try {
      RequestOptions request = authorized.requestOptions(options, decompresses);
      if (closed) {
        failed.handle(new IllegalStateException("the client is closed"));
      } else if (call.foreign() && options.addressPolicy() != AddressPolicy.ANY) {
        new ForeignHostResolver(call, options.addressPolicy())
            .resolve(vertx)
            .map(request::setServer)
            .onComplete(target -> connect(transport, target, connected, failed), failed);
      } else {
        connect(transport, request, connected, failed);
      }
    } catch (Throwable thrown) { // an invalid header, or the caller's proxies
      failed.handle(FaultIsolation.failure(thrown));
    }
  }

  private static void connect(
      Transport transport,
      RequestOptions target,
      Handler<HttpClientRequest> connected,
      Handler<Throwable> failed) {
    try {
      transport.connect(target, connected, failed);
    } catch (IllegalArgumentException | IllegalStateException e) {
      failed.handle(e);
    }
  }

  /** Returns Cancelled instead when the client was closed, which then is the cause. */
  AnimusException explain(HttpCall call, AnimusException failure) {
    if (!closed) {
      return failure;
    }
    FailureOrigin origin = FailureOrigin.of(call.endpoint().provider());
    return new AnimusException.Cancelled(origin, "the client was closed");
  }
}

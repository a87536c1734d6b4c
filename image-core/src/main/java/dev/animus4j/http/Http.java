package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.rxjava3.CompletableHelper;

/**
 * HTTP client for all providers, with one pool of connections shared by all calls. It sends each
 * request once, except again after a 401 when the credentials can be renewed, and follows no
 * redirects.
 *
 * <p>Calls made on a Vert.x context run on it: the reader runs there, and every item and the end
 * are emitted there. Calls made elsewhere run on a context that Vert.x picks for the thread. Errors
 * are {@link AnimusException}s, unless the caller's own code threw something else.
 */
public final class Http {
  private final Vertx vertx;
  private final HttpOptions options;
  private final HttpClient client;
  private final ConnectionQueue connections;
  private volatile boolean closed;

  private Http(Vertx vertx, HttpOptions options, HttpClient client) {
    this.vertx = vertx;
    this.options = options;
    this.client = client;
    this.connections = new ConnectionQueue(options);
  }

  /**
   * Creates a client; it opens no connection yet. Created in a verticle, it is closed with that
   * verticle, as Vert.x does: create a shared one outside.
   */
  public static Http create(Vertx vertx, HttpOptions options) {
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(options.connections())
            .setMaxWaitQueueSize(-1); // no call waits there; see ConnectionQueue
    HttpClient client =
        vertx
            .httpClientBuilder()
            .with(pool)
            .withConnectHandler(connection -> connection.exceptionHandler(Http::ignore))
            .build();
    return new Http(vertx, options, client);
  }

  /**
   * Sends the call for each subscriber, and passes its 2xx response to the reader. Cancelling, at
   * any moment, ends the call and closes its connection; so does an error. When the reader
   * completes before the body ends, the rest is read for half a second to keep the connection; so
   * stop at an end marker in the reader, with {@code response.events().takeWhile(…)}, not
   * downstream of it.
   */
  public <T> Flowable<T> send(HttpCall call, Function<StreamedResponse, Flowable<T>> reader) {
    Flowable<T> attempts =
        Flowable.defer(() -> attempt(call, reader, CallEventLoop.of(vertx), true));
    return FaultIsolation.flowable(() -> CallerContext.observeOffEventLoop(attempts));
  }

  /**
   * Sends the call for each subscriber, and reads its response as {@link StreamedResponse#json}.
   */
  public <T> Single<T> json(HttpCall call, Class<T> type) {
    return send(call, response -> response.json(type).toFlowable()).singleOrError();
  }

  /** Closes all connections; calls in flight fail with Cancelled, and so do later ones. */
  public Completable close() {
    return CompletableHelper.toCompletable(
        done -> {
          closed = true;
          client.close().onComplete(done);
        });
  }

  /** A connection that breaks in use fails its call; one that breaks while idle is ignored. */
  private static void ignore(Throwable brokenConnection) {}

  Vertx vertx() {
    return vertx;
  }

  ConnectionQueue connections() {
    return connections;
  }

  HttpOptions options() {
    return options;
  }

  /** Returns a request, not yet written, on a connection from the pool or a new one. */
  Future<HttpClientRequest> connect(HttpCall call, String token) {
    try {
      RequestOptions request = requestOptions(call, token);
      return call.foreign() ? connect(request, call) : client.request(request);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Future.failedFuture(e);
    }
  }

  /** Resolves a foreign URL, and connects only if the address policy allows it. */
  private Future<HttpClientRequest> connect(RequestOptions request, HttpCall call) {
    return new ForeignTarget(call, options.addressPolicy())
        .resolve(vertx)
        .map(request::setServer)
        .compose(client::request);
  }

  /** Returns Cancelled instead when the client was closed, which then is the cause. */
  AnimusException explain(HttpCall call, AnimusException failure) {
    if (!closed) {
      return failure;
    }
    FailureOrigin origin = FailureOrigin.of(call.endpoint().provider());
    return new AnimusException.Cancelled(origin, "the client was closed");
  }

  private <T> Flowable<T> attempt(
      HttpCall call,
      Function<StreamedResponse, Flowable<T>> reader,
      CallEventLoop eventLoop,
      boolean first) {
    return token(call)
        .flatMapPublisher(
            token -> {
              HttpExchange exchange = new HttpExchange(this, call, token, eventLoop);
              return exchange
                  .execute(reader)
                  .onErrorResumeNext(
                      e ->
                          first && exchange.renewToken(e)
                              ? attempt(call, reader, eventLoop, false)
                              : Flowable.error(new RequestSecrets(call, token).redact(e)));
            });
  }

  private static Single<String> token(HttpCall call) {
    Endpoint endpoint = call.endpoint();
    return FaultIsolation.single(() -> endpoint.credentials().token())
        .onErrorResumeNext(e -> Single.error(missingToken(endpoint, e)));
  }

  private static AnimusException missingToken(Endpoint endpoint, Throwable e) {
    return e instanceof AnimusException known
        ? known
        : new AnimusException.Authentication(FailureOrigin.of(endpoint.provider()), "no token", e);
  }

  private RequestOptions requestOptions(HttpCall call, String token) {
    RequestOptions request =
        call.requestOptions()
            .setMethod(call.method())
            .putHeader(HttpHeaders.ACCEPT, call.accept())
            .putHeader(HttpHeaders.USER_AGENT, options.userAgent());
    if (!token.isEmpty()) {
      request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    if (call.body() != null) {
      request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    } else if (!call.method().equals(HttpMethod.GET)) {
      request.putHeader(HttpHeaders.CONTENT_LENGTH, "0");
    }
    if (call.body() instanceof StreamedRequestBody streamedRequestBody) {
      request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(streamedRequestBody.length()));
    }
    call.headers().forEach(request::putHeader);
    return request;
  }
}

package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
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
 * The way to all providers: one pool of connections, shared by everything a client does. It sends
 * nothing twice, except once after a 401 when the credentials can be renewed, and follows no
 * redirects.
 *
 * <p>Calls made on a Vert.x context are served on it: the reader runs there, and every item and the
 * end arrive there. Calls made elsewhere are served on a context that Vert.x picks for the thread.
 * What reaches the subscriber as an error is an {@link AnimusException}, unless the caller's own
 * code threw something else.
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
   * Opens no connection yet. Made in a verticle, it is closed with it, as the platform closes what
   * verticles make: what is to be shared is made outside.
   */
  public static Http create(Vertx vertx, HttpOptions options) {
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(options.connections())
            .setMaxWaitQueueSize(-1); // nobody waits there; see ConnectionQueue
    HttpClient client =
        vertx
            .httpClientBuilder()
            .with(pool)
            .withConnectHandler(connection -> connection.exceptionHandler(Http::unheard))
            .build();
    return new Http(vertx, options, client);
  }

  /**
   * Sends the call for each subscriber, and has its 2xx answer read. Cancelling, at any moment,
   * ends the call and closes its connection; so does an error. When the reader completes before the
   * body ends, the rest is read for half a second to keep the connection; so stop at an end mark in
   * the reader, with {@code answer.events().takeWhile(…)}, and not behind it.
   */
  public <T> Flowable<T> send(HttpCall call, Function<Answer, Flowable<T>> reader) {
    Flowable<T> attempts = Flowable.defer(() -> attempt(call, reader, Home.of(vertx), true));
    return Isolation.flowable(() -> CallerContext.freeing(attempts));
  }

  /** Sends the call for each subscriber, and reads its answer as {@link Answer#json}. */
  public <T> Single<T> json(HttpCall call, Class<T> type) {
    return send(call, answer -> answer.json(type).toFlowable()).singleOrError();
  }

  /** Closes all connections; calls under way fail with Cancelled, and so do later ones. */
  public Completable close() {
    return CompletableHelper.toCompletable(
        done -> {
          closed = true;
          client.close().onComplete(done);
        });
  }

  /** A connection that breaks in use fails its call; one that breaks while idle harms nobody. */
  private static void unheard(Throwable brokenConnection) {}

  Vertx vertx() {
    return vertx;
  }

  ConnectionQueue connections() {
    return connections;
  }

  HttpOptions options() {
    return options;
  }

  /** A connection, from the pool or new, with a request on it that has not been written. */
  Future<HttpClientRequest> connect(HttpCall call, String token) {
    try {
      RequestOptions request = requested(call, token);
      return call.foreign() ? connect(request, call) : client.request(request);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Future.failedFuture(e);
    }
  }

  /** A foreign URL is resolved here, and connected to only if it leads to where it may. */
  private Future<HttpClientRequest> connect(RequestOptions request, HttpCall call) {
    return new Destination(call, options.reach())
        .resolved(vertx)
        .map(request::setServer)
        .compose(client::request);
  }

  /** What went wrong is our own doing when the client was closed. */
  AnimusException explain(HttpCall call, AnimusException failure) {
    if (!closed) {
      return failure;
    }
    Origin origin = Origin.of(call.endpoint().provider());
    return new AnimusException.Cancelled(origin, "the client was closed");
  }

  private <T> Flowable<T> attempt(
      HttpCall call, Function<Answer, Flowable<T>> reader, Home home, boolean first) {
    return token(call)
        .flatMapPublisher(
            token -> {
              Exchange exchange = new Exchange(this, call, token, home);
              return exchange
                  .read(reader)
                  .onErrorResumeNext(
                      e ->
                          first && exchange.renewable(e)
                              ? attempt(call, reader, home, false)
                              : Flowable.error(new Secrets(call, token).redacted(e)));
            });
  }

  private static Single<String> token(HttpCall call) {
    Endpoint endpoint = call.endpoint();
    return Isolation.single(() -> endpoint.credentials().token())
        .onErrorResumeNext(e -> Single.error(tokenless(endpoint, e)));
  }

  private static AnimusException tokenless(Endpoint endpoint, Throwable e) {
    return e instanceof AnimusException known
        ? known
        : new AnimusException.Authentication(Origin.of(endpoint.provider()), "no token", e);
  }

  private RequestOptions requested(HttpCall call, String token) {
    RequestOptions request =
        call.target()
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
    if (call.body() instanceof Upload upload) {
      request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(upload.length()));
    }
    call.headers().forEach(request::putHeader);
    return request;
  }
}

package dev.animus4j.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.function.Function;

/** Client of the platform that carries one call; used on the call's context only. */
interface Transport {
  /** Requests a connection from the pool or a new one; {@code connected} gets the request. */
  void connect(
      RequestOptions request, Handler<HttpClientRequest> connected, Handler<Throwable> failed);

  /**
   * Starts to read the body of the response.
   *
   * @param timer restarted by the pieces of the body
   * @param explain maps a broken connection to the failure of the call
   */
  ResponseBody read(
      HttpClientResponse response,
      ResponseHead head,
      CallTimer timer,
      Function<Throwable, Throwable> explain);

  /** Creates the transport of an attempt. */
  @FunctionalInterface
  interface Factory {
    Transport create(CallEventLoop eventLoop);
  }
}

package dev.animus4j.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;

/** Creates the platform's client and its pool. */
final class PooledClient {
  /** Policies and cookies take more than the 8 KiB of the platform. */
  static final int MAX_HEADER_BYTES = 64 * 1024;

  private PooledClient() {}

  static HttpClient create(Vertx vertx, HttpOptions options) {
    HttpClientOptions clientOptions = new HttpClientOptions().setMaxHeaderSize(MAX_HEADER_BYTES);
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(options.connections())
            .setMaxWaitQueueSize(-1); // no call waits there; see ConnectionWaitQueue
    options.platform().accept(clientOptions, pool);
    return vertx
        .httpClientBuilder()
        .with(clientOptions)
        .with(pool)
        .withConnectHandler(connection -> connection.exceptionHandler(PooledClient::ignore))
        .build();
  }

  /** A connection that breaks in use fails its call; one that breaks while idle is ignored. */
  private static void ignore(Throwable brokenConnection) {}
}

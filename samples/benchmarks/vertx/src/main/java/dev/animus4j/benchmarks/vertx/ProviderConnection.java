package dev.animus4j.benchmarks.vertx;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.function.Consumer;

/** Event loop with connections to the provider. */
record ProviderConnection(Target target, Context loop, HttpClient client) {
  static final String CHAT = "/v1/chat/completions";
  static final String PICTURES = "/v1/images/generations";
  private static final int CONNECT_MS = 20_000;

  static ProviderConnection connect(Target target) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    PoolOptions pool =
        new PoolOptions().setHttp1MaxSize(target.concurrency()).setMaxWaitQueueSize(-1);
    HttpClientOptions options =
        new HttpClientOptions().setKeepAliveTimeout(120).setConnectTimeout(CONNECT_MS);
    return new ProviderConnection(
        target, vertx.getOrCreateContext(), vertx.createHttpClient(options, pool));
  }

  /** An operation that starts on the event loop: at once if it is there already. */
  Op.Async onLoop(Op.Async op) {
    return (slot, done) -> {
      if (Vertx.currentContext() == loop) {
        begin(op, slot, done);
      } else {
        loop.runOnContext(v -> begin(op, slot, done));
      }
    };
  }

  private static void begin(Op.Async op, int slot, Op.Done done) {
    try {
      op.run(slot, done);
    } catch (Exception failure) {
      done.fail(failure);
    }
  }

  /** The request of an API path, built once. */
  RequestOptions request(String api) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(target.host())
        .setPort(target.port())
        .setURI(target.path() + api)
        .putHeader("Authorization", "Bearer x")
        .putHeader("Content-Type", "application/json");
  }

  /** Sends a request. */
  void send(RequestOptions request, Buffer body, Op.Done done, Consumer<HttpClientResponse> next) {
    client.request(request).compose(sent -> sent.send(body)).onComplete(next::accept, done::fail);
  }
}

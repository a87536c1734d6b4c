package dev.animus4j.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.function.Function;

/** Call by the {@code HttpClient}, whose response is read as it arrives. */
record StreamTransport(HttpClient client, CallEventLoop eventLoop) implements Transport {

  @Override
  public Future<HttpClientRequest> connect(RequestOptions request) {
    return client.request(request);
  }

  @Override
  public ResponseBody read(
      HttpClientResponse response,
      ResponseHead head,
      CallTimer timer,
      Function<Throwable, Throwable> explain) {
    return new StreamedBody(response, eventLoop, timer).attach(explain);
  }
}

package dev.animus4j.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.function.Function;

/** Call by the {@code HttpClient}, whose response is read as it arrives. */
record HttpClientTransport(HttpClient client, CallEventLoop eventLoop) implements Transport {

  @Override
  public void connect(
      RequestOptions request, Handler<HttpClientRequest> connected, Handler<Throwable> failed) {
    client.request(request).onComplete(connected, failed);
  }

  @Override
  public ResponseBody read(
      HttpClientResponse response,
      ResponseHead head,
      CallTimer timer,
      Function<Throwable, Throwable> explain) {
    return new StreamedResponseBody(response, eventLoop, timer).attach(explain);
  }
}

package dev.animus4j.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.WebClientInternal;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Call by the {@code WebClient}, which collects the response. An interceptor hands over the request
 * once it is connected, so that the call can write it, limit it and cancel it as any other. An
 * error response is read as a stream, since a codec cannot stop at its first bytes.
 */
final class WebClientTransport implements Transport, BodyCodec<Buffer> {
  private final WebClientInternal webClient;
  private final HttpContext<Buffer> context;
  private final CallEventLoop eventLoop;
  private final int maxBytes;
  private @Nullable Handler<HttpClientRequest> connected;
  private @Nullable Handler<Throwable> failed;
  private @Nullable CollectedResponseBody body;

  WebClientTransport(WebClientInternal webClient, CallEventLoop eventLoop, int maxBytes) {
    this.webClient = webClient;
    this.context = webClient.createContext(eventLoop.context());
    this.eventLoop = eventLoop;
    this.maxBytes = maxBytes;
  }

  /** Wraps the client, whose pool and options it shares. */
  static WebClientInternal wrap(HttpClient client) {
    WebClientOptions options =
        new WebClientOptions().setUserAgentEnabled(false).setFollowRedirects(false);
    WebClientInternal webClient = (WebClientInternal) WebClient.wrap(client, options);
    return webClient.addInterceptor(WebClientTransport::intercept);
  }

  private static void intercept(HttpContext<?> context) {
    WebClientTransport call = (WebClientTransport) context.request().bodyCodec();
    switch (context.phase()) {
      case SEND_REQUEST -> call.onConnected();
      case FAILURE -> call.onFailure();
      default -> context.next();
    }
  }

  private void onConnected() {
    failed = null;
    Objects.requireNonNull(connected).handle(context.clientRequest());
  }

  /** The client resets the request, once more if the call has: its response then is broken. */
  private void onFailure() {
    if (failed != null) {
      failed.handle(context.failure());
    } else if (context.clientResponse() != null) {
      context.clientResponse().exceptionHandler(known -> {});
    }
    context.next();
  }

  @Override
  public void connect(
      RequestOptions options, Handler<HttpClientRequest> connected, Handler<Throwable> failed) {
    this.connected = connected;
    this.failed = failed;
    context.prepareRequest(webClient.request(options.getMethod(), options).as(this), null, null);
  }

  /** The body that the client collects, once there is a response. */
  @Override
  public BodyStream<Buffer> stream() {
    return Objects.requireNonNull(body);
  }

  @Override
  public ResponseBody read(
      HttpClientResponse response,
      ResponseHead head,
      CallTimer timer,
      Function<Throwable, Throwable> explain) {
    if (!head.isSuccess() || head.isEventStream() || head.isEncoded()) {
      return new StreamedResponseBody(response, eventLoop, timer).attach(explain);
    }
    response.exceptionHandler(broken -> {}); // for a body that is refused unread
    body = new CollectedResponseBody(new BodyCollector(head, maxBytes), timer);
    context.receiveResponse(response);
    return body.attach(context.future(), explain);
  }
}

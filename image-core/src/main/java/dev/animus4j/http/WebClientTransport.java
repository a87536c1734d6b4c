package dev.animus4j.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.WebClientInternal;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Call by the {@code WebClient}, which collects the response. An interceptor hands over the request
 * once it is connected, so that the call can write it, limit it and cancel it as any other. An
 * error response is read as a stream, since a codec cannot stop at its first bytes.
 */
final class WebClientTransport implements Transport {
  private static final String CALL = WebClientTransport.class.getName();

  private final WebClientInternal webClient;
  private final HttpContext<Buffer> context;
  private final CallEventLoop eventLoop;
  private final int maxBytes;
  private final Promise<HttpClientRequest> connected = Promise.promise();
  private @Nullable CollectedBody body;

  WebClientTransport(WebClientInternal webClient, CallEventLoop eventLoop, int maxBytes) {
    this.webClient = webClient;
    this.eventLoop = eventLoop;
    this.maxBytes = maxBytes;
    this.context = webClient.createContext(eventLoop.context());
    context.set(CALL, this);
    context.future().onFailure(connected::tryFail);
  }

  /** Wraps the client, whose pool and options it shares. */
  static WebClientInternal wrap(HttpClient client) {
    WebClientOptions options =
        new WebClientOptions().setUserAgentEnabled(false).setFollowRedirects(false);
    WebClientInternal webClient = (WebClientInternal) WebClient.wrap(client, options);
    return webClient.addInterceptor(WebClientTransport::intercept);
  }

  private static void intercept(HttpContext<?> context) {
    WebClientTransport call = context.get(CALL);
    if (context.phase() == ClientPhase.SEND_REQUEST) {
      call.connected.complete(context.clientRequest());
    } else {
      if (context.phase() == ClientPhase.FAILURE && context.clientResponse() != null) {
        context.clientResponse().exceptionHandler(known -> {}); // it is reset next, once more
      }
      context.next();
    }
  }

  @Override
  public Future<HttpClientRequest> connect(RequestOptions request) {
    context.prepareRequest(
        webClient.request(request.getMethod(), request).as(this::codec), null, null);
    return connected.future();
  }

  private BodyStream<Buffer> codec() {
    return Objects.requireNonNull(body);
  }

  @Override
  public ResponseBody read(
      HttpClientResponse response,
      ResponseHead head,
      CallTimer timer,
      Function<Throwable, Throwable> explain) {
    if (!head.isSuccess() || head.isEventStream()) {
      return new StreamedBody(response, eventLoop, timer).attach(explain);
    }
    response.exceptionHandler(broken -> {}); // for a body that is refused unread
    body = new CollectedBody(new BodyCollector(head, maxBytes), timer);
    context.receiveResponse(response.pause());
    return body.attach(context.future().map(HttpResponse::body), explain);
  }
}

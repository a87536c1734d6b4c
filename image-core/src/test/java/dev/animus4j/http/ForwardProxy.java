package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that wants a name and a password, for tunnels and for plain requests. */
final class ForwardProxy {
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final String authorization;
  private final HttpClient client;
  private final NetClient sockets;
  private final HttpServer server;

  ForwardProxy(Vertx vertx, String userAndPassword) {
    authorization = "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
    client = vertx.createHttpClient();
    sockets = vertx.createNetClient();
    server = vertx.createHttpServer().requestHandler(this::handle);
    server.listen(0, "127.0.0.1").await();
  }

  int port() {
    return server.actualPort();
  }

  /** The targets that were let through, such as {@code CONNECT host:443}. */
  List<String> targets() {
    return targets;
  }

  private void handle(HttpServerRequest request) {
    if (!authorization.equals(request.getHeader("Proxy-Authorization"))) {
      request.response().setStatusCode(407).putHeader("Proxy-Authenticate", "Basic").end("no");
      return;
    }
    targets.add(request.method() + " " + request.uri());
    if (request.method().equals(HttpMethod.CONNECT)) {
      tunnel(request);
    } else {
      request.body().onSuccess(body -> forward(request, body));
    }
  }

  private void tunnel(HttpServerRequest request) {
    request.pause();
    String[] target = request.uri().split(":");
    sockets
        .connect(Integer.parseInt(target[1]), "127.0.0.1")
        .onSuccess(far -> request.toNetSocket().onSuccess(near -> join(near, far)))
        .onFailure(e -> request.response().setStatusCode(502).end());
  }

  private static void join(NetSocket near, NetSocket far) {
    near.pipeTo(far);
    far.pipeTo(near);
  }

  private void forward(HttpServerRequest request, Buffer body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setAbsoluteURI(request.uri())
            .setHeaders(request.headers());
    Future<HttpClientResponse> answer =
        client.request(options).compose(onward -> onward.send(body));
    answer.onSuccess(
        head -> {
          request.response().setStatusCode(head.statusCode());
          request.response().headers().setAll(head.headers());
          head.body().onSuccess(request.response()::end);
        });
  }
}

package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Says the same bytes to whoever asks. */
final class RawProvider implements AutoCloseable {
  private final Http http;
  private final NetServer server;
  private final List<Buffer> requests = new CopyOnWriteArrayList<>();

  private RawProvider(Vertx vertx, String response, boolean closes) {
    this.http = Http.create(vertx);
    this.server =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(begin -> say(begin, socket, response, closes)))
            .listen(0, "127.0.0.1")
            .await();
  }

  /** Says this body with status 200, as of this media type, none if it is empty, and closes. */
  static RawProvider saying(Vertx vertx, String mediaType, String body) {
    return new RawProvider(vertx, response(mediaType, body), true);
  }

  /** Says the same, and leaves the connection open. */
  static RawProvider sayingAndWaiting(Vertx vertx, String mediaType, String body) {
    return new RawProvider(vertx, response(mediaType, body), false);
  }

  private static String response(String mediaType, String body) {
    String label = mediaType.isEmpty() ? "" : "Content-Type: " + mediaType + "\r\n";
    return "HTTP/1.1 200 OK\r\n" + label + "Connection: close\r\n\r\n" + body;
  }

  private void say(Buffer begin, NetSocket socket, String response, boolean closes) {
    Buffer request = begin.copy();
    requests.add(request);
    socket.handler(request::appendBuffer);
    Future<Void> said = socket.write(Buffer.buffer(response));
    if (closes) {
      said.onComplete(written -> socket.close());
    }
  }

  /** What was asked, head and body, as far as it was read. */
  List<String> requests() {
    return requests.stream().map(Buffer::toString).toList();
  }

  Http http() {
    return http;
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  ChatModel model(WireDialect dialect) {
    return model(dialect, Timeouts.chat());
  }

  ChatModel model(WireDialect dialect, Timeouts timeouts) {
    return dialect.model(url(), http, timeouts);
  }

  ChatResponse reply(WireDialect dialect, boolean streaming) {
    ChatRequest request = ChatRequest.of("hi").withStreaming(streaming);
    return model(dialect).reply(request).timeout(30, TimeUnit.SECONDS).blockingGet();
  }

  @Override
  public void close() {
    server.close().await();
    http.close();
  }
}

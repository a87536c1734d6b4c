package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.http.Http;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;

/** Says the same bytes to whoever asks, then closes the connection. */
final class RawProvider implements AutoCloseable {
  private final Http http;
  private final NetServer server;

  private RawProvider(Vertx vertx, String response) {
    this.http = Http.create(vertx);
    this.server =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(asked -> say(socket, response)))
            .listen(0, "127.0.0.1")
            .await();
  }

  /** Says this body with status 200, as of this media type; none if it is empty. */
  static RawProvider saying(Vertx vertx, String mediaType, String body) {
    String label = mediaType.isEmpty() ? "" : "Content-Type: " + mediaType + "\r\n";
    return new RawProvider(
        vertx, "HTTP/1.1 200 OK\r\n" + label + "Connection: close\r\n\r\n" + body);
  }

  private static void say(NetSocket socket, String response) {
    socket.handler(more -> {});
    socket.write(Buffer.buffer(response)).onComplete(written -> socket.close());
  }

  ChatModel model(WireDialect dialect) {
    return dialect.model("http://127.0.0.1:" + server.actualPort(), http);
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

package dev.animus4j.chatbot;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Proxy in front of a service, whose connections can be broken and allowed again. */
final class BreakableProxy {
  private final Set<NetSocket> ends = ConcurrentHashMap.newKeySet();
  private final NetClient client;
  private final NetServer server;
  private volatile boolean pulled;

  private BreakableProxy(Vertx vertx, int port) {
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(socket -> connect(socket, port));
    server.listen(0, "127.0.0.1").await();
  }

  static BreakableProxy to(ChatbotFixture chatbotFixture) {
    return new BreakableProxy(chatbotFixture.vertx, chatbotFixture.port());
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Breaks every connection; none is accepted until it is plugged in. */
  void pull() {
    pulled = true;
    ends.forEach(NetSocket::close);
  }

  void plugIn() {
    pulled = false;
  }

  private void connect(NetSocket here, int port) {
    if (pulled) {
      here.close();
      return;
    }
    here.pause();
    ends.add(here);
    client
        .connect(port, "127.0.0.1")
        .onSuccess(
            there -> {
              here.closeHandler(gone -> there.close());
              there.closeHandler(gone -> here.close());
              there.handler(here::write);
              here.handler(there::write).resume();
            })
        .onFailure(gone -> here.close());
  }
}

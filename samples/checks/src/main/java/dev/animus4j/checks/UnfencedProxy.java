package dev.animus4j.checks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Proxy in front of a database that takes the fence out of the statement that stores steps. */
final class UnfencedProxy {
  private static final String FENCE =
      "c.owner = $1::uuid AND c.epoch = i.epoch AND c.steps = i.steps";
  private static final String NO_FENCE = "$1::uuid IS NOT NULL";

  private final NetClient client;
  private final NetServer server;
  private final AtomicInteger removed = new AtomicInteger();

  private UnfencedProxy(Vertx vertx, int port) {
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(it -> accept(it.pause(), port));
    server.listen(0, KillAccess.LOCAL).await();
  }

  static UnfencedProxy start(Vertx vertx, int port) {
    return new UnfencedProxy(vertx, port);
  }

  int port() {
    return server.actualPort();
  }

  /** How often it took the fence out. */
  int removed() {
    return removed.get();
  }

  private void accept(NetSocket here, int port) {
    client
        .connect(port, KillAccess.LOCAL)
        .onFailure(refused -> here.close())
        .onSuccess(
            there -> {
              here.closeHandler(closed -> there.close());
              there.closeHandler(closed -> here.close());
              here.handler(data -> there.write(withoutFence(data)));
              there.handler(here::write);
              here.resume();
            });
  }

  /** As long as it was; a statement comes at the beginning of what is read. */
  private Buffer withoutFence(Buffer data) {
    int place = data.toString(ISO_8859_1).indexOf(FENCE);
    if (place < 0) {
      return data;
    }
    removed.incrementAndGet();
    String blank = NO_FENCE + " ".repeat(FENCE.length() - NO_FENCE.length());
    return data.copy().setString(place, blank);
  }
}

package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Proxy in front of a server, on which connections suffer the fault that is set. */
final class TcpProxy implements AutoCloseable {
  enum Fault {
    NONE,
    CUT_AFTER_REQUEST,
    CUT_BEFORE_RESPONSE,
    STALL,
    HOLD,
    SLOW
  }

  private final Vertx vertx;
  private final NetClient client;
  private final NetServer server;
  private final AtomicInteger packets = new AtomicInteger();
  final AtomicInteger cuts = new AtomicInteger();
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private volatile Fault fault = Fault.NONE;
  private volatile int every = 1;

  TcpProxy(Vertx vertx, int port) {
    this.vertx = vertx;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(it -> accept(it.pause(), port));
    server.listen(0, "127.0.0.1").await();
  }

  int port() {
    return server.actualPort();
  }

  /** From now on, with each so many-th packet. */
  void set(Fault fault, int every) {
    this.every = every;
    this.fault = fault;
    for (Runnable next = held.poll(); next != null && fault != Fault.HOLD; next = held.poll()) {
      next.run();
    }
  }

  private void accept(NetSocket here, int port) {
    client
        .connect(port, "127.0.0.1")
        .onFailure(refused -> here.close())
        .onSuccess(
            there -> {
              here.closeHandler(closed -> there.close()).handler(it -> request(here, there, it));
              there.closeHandler(closed -> here.close()).handler(it -> response(here, there, it));
              here.resume();
            });
  }

  private void request(NetSocket here, NetSocket there, Buffer data) {
    there.write(data).onComplete(sent -> cutIf(Fault.CUT_AFTER_REQUEST, here));
  }

  private void response(NetSocket here, NetSocket there, Buffer data) {
    if (fault == Fault.HOLD) {
      there.pause();
      held.add(
          () -> {
            here.write(data);
            there.resume();
          });
      return;
    }
    if (fault == Fault.STALL || cutIf(Fault.CUT_BEFORE_RESPONSE, here)) {
      return;
    }
    if (fault == Fault.SLOW) {
      there.pause();
      vertx.setTimer(
          20,
          later -> {
            here.write(data);
            there.resume();
          });
    } else {
      here.write(data);
    }
  }

  private boolean cutIf(Fault cut, NetSocket here) {
    if (fault != cut || packets.incrementAndGet() % every != 0) {
      return false;
    }
    cuts.incrementAndGet();
    here.close();
    return true;
  }

  @Override
  public void close() {
    server.close().await();
    client.close().await();
  }
}

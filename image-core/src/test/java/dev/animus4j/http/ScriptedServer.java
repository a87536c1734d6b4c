package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server that answers exactly the bytes a test wants, and knows who is connected. */
final class ScriptedServer implements AutoCloseable {
  /** What is done when a request has arrived in full. */
  interface Script {
    void answer(Peer peer, Request request);
  }

  private final Script script;
  private String greeting = "";
  private final NetServer server;
  private final List<Request> requests = new ArrayList<>();
  private int connected;
  private int open;

  ScriptedServer(Vertx vertx, Script script) {
    this.script = script;
    server = vertx.createNetServer();
    server.connectHandler(this::accept).listen(0, "127.0.0.1").await();
  }

  /** Gives every request the same bytes. */
  static ScriptedServer saying(Vertx vertx, String answer) {
    return new ScriptedServer(vertx, (peer, request) -> peer.say(answer));
  }

  /** From now on says this to whoever connects, before being asked. */
  ScriptedServer greeting(String bytes) {
    greeting = bytes;
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  int port() {
    return server.actualPort();
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many connections were ever made. */
  synchronized int connected() {
    return connected;
  }

  void awaitOpen(int connections) {
    await(() -> open == connections, connections + " open connections, not " + open);
  }

  void awaitRequests(int count) {
    await(() -> requests.size() >= count, count + " requests");
  }

  private synchronized void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("Expected " + what);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    server.close().await();
  }

  private void accept(NetSocket socket) {
    change(1);
    Peer peer = new Peer(socket);
    if (!greeting.isEmpty()) {
      peer.say(greeting);
    }
    StringBuilder received = new StringBuilder();
    socket.exceptionHandler(e -> {});
    socket.closeHandler(v -> change(-1));
    socket.handler(
        piece -> {
          received.append(piece.toString(ISO_8859_1));
          Request.in(received).ifPresent(request -> arrived(peer, request));
        });
  }

  private void arrived(Peer peer, Request request) {
    synchronized (this) {
      requests.add(request);
      notifyAll();
    }
    script.answer(peer, request);
  }

  private synchronized void change(int connections) {
    open += connections;
    connected += Math.max(0, connections);
    notifyAll();
  }

  /** One request, its head as it came. */
  record Request(String head, String body) {
    /** Takes a whole request out of what was received, a char for each byte. */
    static Optional<Request> in(StringBuilder received) {
      int end = received.indexOf("\r\n\r\n");
      if (end < 0) {
        return Optional.empty();
      }
      String head = received.substring(0, end);
      int body = end + 4;
      int after = body + Integer.parseInt("0" + new Request(head, "").header("content-length"));
      if (received.length() < after) {
        return Optional.empty();
      }
      String text = new String(received.substring(body, after).getBytes(ISO_8859_1), UTF_8);
      received.delete(0, after);
      return Optional.of(new Request(head, text));
    }

    String line() {
      return head.lines().findFirst().orElseThrow();
    }

    /** The value of a header; empty when there is none. */
    String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** The other side of one connection. */
  record Peer(NetSocket socket) {
    void say(String bytes) {
      socket.write(Buffer.buffer(bytes, "UTF-8"));
    }

    void chunk(String data) {
      say(chunked(data));
    }

    /** The bytes of a chunk, to be sent together with others. */
    static String chunked(String data) {
      return Integer.toHexString(Buffer.buffer(data).length()) + "\r\n" + data + "\r\n";
    }

    void lastChunk() {
      say("0\r\n\r\n");
    }

    void close() {
      socket.close();
    }

    /** Ends the connection the hard way, with a TCP reset. */
    void reset() {
      ((NetSocketInternal) socket)
          .channelHandlerContext()
          .channel()
          .config()
          .setOption(ChannelOption.SO_LINGER, 0);
      socket.close();
    }
  }
}

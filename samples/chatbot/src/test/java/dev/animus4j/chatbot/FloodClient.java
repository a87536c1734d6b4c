package dev.animus4j.chatbot;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/** Abusive client that floods the service. */
final class FloodClient implements AutoCloseable {
  private static final int SMALL_WINDOW = 4 << 10;

  private final int port;
  private final List<NetClient> clients;
  private final AtomicInteger next = new AtomicInteger();
  private final Buffer inflating = inflating();
  private final Queue<NetSocket> open = new ConcurrentLinkedQueue<>();
  final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  /** Creates a client with so many addresses, which no other client has. */
  FloodClient(Vertx vertx, int port, int addresses) {
    this.port = port;
    this.clients =
        IntStream.rangeClosed(1, addresses)
            .mapToObj(i -> new NetClientOptions().setLocalAddress("127.0.6." + i))
            .map(options -> options.setReceiveBufferSize(SMALL_WINDOW))
            .map(vertx::createNetClient)
            .toList();
  }

  private Future<NetSocket> connect() {
    return clients
        .get(next.getAndIncrement() % clients.size())
        .connect(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
        .onSuccess(socket -> socket.exceptionHandler(broken -> {}))
        .onSuccess(open::add);
  }

  private static String head(String line, String cookie, int length) {
    return line
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + (cookie.isEmpty() ? "" : "\r\nCookie: " + cookie)
        + "\r\n\r\n";
  }

  /** The response, as far as it came at once. */
  private Future<String> ask(String line, String cookie, Buffer body) {
    Promise<String> answer = Promise.promise();
    Buffer request = Buffer.buffer(head(line, cookie, body.length())).appendBuffer(body);
    connect()
        .onSuccess(
            socket -> {
              socket.closeHandler(gone -> answer.tryComplete(""));
              socket.exceptionHandler(broken -> answer.tryComplete(""));
              socket.handler(
                  piece -> {
                    answer.tryComplete(piece.toString());
                    socket.close();
                  });
              socket.write(request);
            })
        .onFailure(refused -> answer.tryComplete(""));
    return answer.future().onSuccess(this::count);
  }

  private void count(String answer) {
    answers.add(answer.length() > 12 ? Integer.parseInt(answer.substring(9, 12)) : 0);
  }

  /** A session, and a conversation of it. */
  record FloodSession(String cookie, String id) {
    static FloodSession of(String answer) {
      String cookie = answer.replaceAll("(?s).*?set-cookie: ([^;]*).*", "$1");
      return new FloodSession(cookie, answer.replaceAll("(?s).*\"id\":\"([^\"]*).*", "$1"));
    }
  }

  FloodSession begin() {
    return FloodSession.of(ask("POST /api/conversations", "", Buffer.buffer()).await());
  }

  Future<String> say(FloodSession one, String text, String... pictures) {
    JsonObject message =
        new JsonObject().put("text", text).put("images", new JsonArray(List.of(pictures)));
    String path = "POST /api/conversations/" + one.id + "/messages";
    return ask(path, one.cookie, message.toBuffer());
  }

  /** Uploads an image of so many bytes; returns its URL. */
  String upload(FloodSession one, byte[] picture, int bytes) {
    String answer = uploaded(one, picture, bytes).await();
    return answer.replaceAll("(?s).*\"imageUrl\":\"([^\"]*).*", "$1");
  }

  Future<String> uploaded(FloodSession one, byte[] picture, int bytes) {
    Buffer file = Buffer.buffer(picture).appendBytes(new byte[bytes - picture.length]);
    return ask("POST /api/pictures", one.cookie, file);
  }

  Future<String> change(FloodSession one, String picture) {
    JsonObject order = new JsonObject().put("prompt", "Make it blue").put("changing", picture);
    return ask("POST /api/images", one.cookie, order.toBuffer());
  }

  /** Subscribes to all events from the beginning, and reads nothing. */
  Future<NetSocket> listen(FloodSession one) {
    String path = "GET /api/conversations/" + one.id + "/events?after=0";
    return connect()
        .onSuccess(socket -> socket.pause())
        .onSuccess(socket -> socket.write(head(path, one.cookie, 0)));
  }

  /** Sends a request, and reads nothing of the response. */
  Future<NetSocket> ignore(String path) {
    return connect()
        .onSuccess(socket -> socket.pause())
        .onSuccess(socket -> socket.write(head("GET " + path, "", 0)));
  }

  private static Buffer inflating() {
    byte[] deflated = new byte[100_000];
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(new byte[60 << 20]);
    int length = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
    deflater.end();
    Buffer frame = Buffer.buffer().appendByte((byte) 0xC1).appendByte((byte) 0xFF);
    return frame.appendLong(length).appendInt(0).appendBytes(deflated, 0, length);
  }

  /** Opens a WebSocket with a small first message that is very large when it is inflated. */
  Future<NetSocket> inflate(FloodSession one) {
    String path = "GET /api/conversations/" + one.id + "/socket";
    String head =
        path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate\r\nCookie: "
            + one.cookie
            + "\r\n\r\n";
    return connect()
        .onSuccess(socket -> socket.handler(answer -> socket.write(inflating)))
        .onSuccess(socket -> socket.write(head));
  }

  /** Begins a request, and never ends it. */
  Future<NetSocket> crawl(String beginning) {
    return connect()
        .onSuccess(
            socket -> socket.write(Buffer.buffer(beginning, StandardCharsets.US_ASCII.name())));
  }

  /** Waits for all of these, failed or not. */
  static void all(List<? extends Future<?>> each) {
    Future.join(new ArrayList<>(each)).otherwiseEmpty().await();
  }

  @Override
  public void close() {
    open.forEach(NetSocket::close);
    clients.forEach(client -> client.close().await());
  }
}

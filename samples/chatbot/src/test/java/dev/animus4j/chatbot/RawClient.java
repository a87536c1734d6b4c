package dev.animus4j.chatbot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Client that writes raw bytes to a socket, valid HTTP or not. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MS = 20_000;

  private final Socket socket = new Socket();
  private final long start = System.nanoTime();

  private RawClient(int port, String from, int window) throws IOException {
    socket.setReceiveBufferSize(window);
    socket.setSoTimeout(PATIENCE_MS);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress("127.0.0.1", port));
  }

  static RawClient to(ChatbotFixture chatbotFixture) throws IOException {
    return from("127.0.0.1", chatbotFixture);
  }

  /** A client at another address. */
  static RawClient from(String address, ChatbotFixture chatbotFixture) throws IOException {
    return new RawClient(chatbotFixture.port(), address, 64 << 10);
  }

  /** A client with a small receive buffer. */
  static RawClient narrow(int port) throws IOException {
    return new RawClient(port, "127.0.0.1", 4 << 10);
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends a request with the headers that every one has. */
  RawClient ask(String line, String... more) throws IOException {
    String headers = more.length == 0 ? "" : String.join("\r\n", more) + "\r\n";
    return send(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
  }

  /** Requests a WebSocket. */
  RawClient upgrade(String path, String... more) throws IOException {
    List<String> headers = new ArrayList<>(List.of(more));
    headers.addAll(
        List.of(
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    return ask("GET " + path, headers.toArray(String[]::new));
  }

  /** Reads up to these words. */
  String until(String words) throws IOException {
    StringBuilder all = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next >= 0 && all.indexOf(words) < 0; next = in.read()) {
      all.append((char) next);
    }
    return all.toString();
  }

  /** Reads until the connection is closed, in whichever way. */
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      return all.toString(StandardCharsets.UTF_8);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** The next response, with its body, if that has a length. */
  String answer() throws IOException {
    String head = head();
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16).lines().findFirst().get());
    return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
  }

  /** The head of the next response. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Leaves without a word: the connection is reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

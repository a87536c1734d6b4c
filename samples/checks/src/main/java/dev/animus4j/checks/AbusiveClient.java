package dev.animus4j.checks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Abusive client with an address of its own: requests without reading, begins requests without
 * ending them, and sends ambiguous framing.
 */
final class AbusiveClient implements Callable<Integer> {
  private static final int HELD = 100;
  private static final int WINDOW = 4 << 10;
  private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final List<String> WORDS =
      List.of(
          "",
          "GET /health" + HOST + "X: " + "y".repeat(4_000),
          ("GET /openapi.json" + HOST + "\r\n").repeat(20),
          ("POST /api/conversations" + HOST + "\r\n").repeat(20),
          "POST /api/images" + HOST + JSON + "Content-Length: 60000\r\n\r\n{\"prompt\":\"A fox",
          "POST /api/images" + HOST + JSON + "Content-Length: 60000\r\n\r\n" + "[".repeat(60_000),
          "POST /api/pictures" + HOST + "Content-Length: 60000\r\n\r\n" + "x".repeat(60_000),
          "POST /api/pictures" + HOST + "Transfer-Encoding: chunked\r\n\r\nffff\r\nx",
          "GET /health" + HOST + "Host: evil.example\r\n\r\n",
          "GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n",
          "POST /health"
              + HOST
              + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "GET /api/conversations/x/socket"
              + HOST
              + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
          "\u0016\u0003\u0001\u0002 no HTTP");

  private final URI url;
  private final String address;
  private final Random chance;
  private final long end;
  private final Deque<Socket> open = new ArrayDeque<>();
  private int attacks;

  /**
   * Creates a client that runs until a time.
   *
   * @param address its client address
   */
  AbusiveClient(URI url, String address, Random chance, long end) {
    this.url = url;
    this.address = address;
    this.chance = chance;
    this.end = end;
  }

  /** Runs the attacks; returns their number. */
  @Override
  public Integer call() throws Exception {
    while (System.nanoTime() < end) {
      sendRaw(WORDS.get(chance.nextInt(WORDS.size())));
      while (open.size() > HELD) {
        open.removeFirst().close();
      }
      Thread.sleep(20);
    }
    for (Socket socket : open) {
      socket.close();
    }
    return attacks;
  }

  /** Sends raw bytes; a rejection or a closed connection is expected. */
  private void sendRaw(String words) throws IOException {
    Socket socket = new Socket();
    open.addLast(socket);
    attacks++;
    try {
      socket.setReceiveBufferSize(WINDOW);
      socket.bind(new InetSocketAddress(address, 0));
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
      socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException refused) {
      socket.close();
    }
  }
}

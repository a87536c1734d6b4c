package dev.animus4j.checks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Provider of the OpenAI dialect that streams as real ones do: each word in a write of its own, at
 * an even pace, without end. The text of the user message is the number of the stream. {@code POST
 * /start} starts counting, {@code /pause} pauses all streams and returns how many words were sent,
 * {@code /end} ends them.
 *
 * <p>It uses no library, so that most of the machine is left to its clients. One thread accepts
 * requests, and one writes.
 */
final class WordServer {
  private static final int TICKS_PER_SECOND = 1_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern USER = Pattern.compile("\"user\",\"content\":\"(\\d+)\"");

  private final long start;

  /** The streams by the tick at which they write. */
  private final List<List<WordStream>> streams = new ArrayList<>();

  private int opened;
  private boolean silent;
  private long sent;

  private WordServer(int wordsPerSecond, long start) {
    this.start = start;
    for (int i = 0; i < TICKS_PER_SECOND / wordsPerSecond; i++) {
      streams.add(new ArrayList<>());
    }
  }

  /** Starts a server in a process of its own; its first line is the port. */
  static ChildJvm start(int wordsPerSecond, long start) throws IOException {
    return ChildJvm.start(List.of("-Xmx256m"), WordServer.class, wordsPerSecond, start);
  }

  public static void main(String[] arguments) throws IOException {
    WordServer server =
        new WordServer(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
    ServerSocketChannel socket = ServerSocketChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8_192);
    System.out.println(socket.socket().getLocalPort());
    new Thread(server::runTicks, "speak").start();
    while (true) {
      server.accept(socket.accept());
    }
  }

  /** Runs the ticks; a late one is made up for. */
  private void runTicks() {
    long began = System.nanoTime();
    for (long tick = 0; true; tick++) {
      long due = began + tick * 1_000_000_000L / TICKS_PER_SECOND;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      writeWords(streams.get((int) (tick % streams.size())));
    }
  }

  private synchronized void writeWords(List<WordStream> due) {
    if (!silent) {
      due.removeIf(stream -> hasLeft(stream::writeWord));
      sent += due.size();
    }
  }

  /** A write to a client that may have disconnected. */
  private interface WriteAction {
    void write() throws IOException;
  }

  private static boolean hasLeft(WriteAction writeAction) {
    try {
      writeAction.write();
      return false;
    } catch (IOException left) {
      return true;
    }
  }

  private void accept(SocketChannel channel) throws IOException {
    String request = request(channel);
    Matcher user = USER.matcher(request);
    if (user.find()) {
      open(channel, Integer.parseInt(user.group(1)));
    } else {
      String answer = "" + runCommand(request.split(" ", 3)[1]);
      String head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ";
      String response = head + answer.length() + "\r\n\r\n" + answer;
      channel.write(ByteBuffer.wrap(response.getBytes(StandardCharsets.ISO_8859_1)));
      channel.close();
    }
  }

  private synchronized void open(SocketChannel channel, int number) throws IOException {
    WordStream stream = new WordStream(channel, number, start);
    streams.get(opened++ % streams.size()).add(stream);
  }

  private synchronized long runCommand(String command) {
    silent = command.equals("/pause");
    if (command.equals("/start")) {
      sent = 0;
    }
    if (command.equals("/end")) {
      streams.forEach(some -> some.removeIf(stream -> hasLeft(stream::end) || true));
    }
    return sent;
  }

  private static String request(SocketChannel channel) throws IOException {
    StringBuilder request = new StringBuilder();
    ByteBuffer piece = ByteBuffer.allocate(8_192);
    while (!isComplete(request) && channel.read(piece.clear()) >= 0) {
      request.append(StandardCharsets.UTF_8.decode(piece.flip()));
    }
    return request.toString();
  }

  private static boolean isComplete(StringBuilder request) {
    int head = request.indexOf("\r\n\r\n");
    Matcher length = LENGTH.matcher(request);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head >= 0 && request.length() >= head + 4 + body;
  }
}

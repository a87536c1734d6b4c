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
 * A provider of the OpenAI dialect that streams as real ones do: each word in a write of its own,
 * at an even pace, without end. What the user says is the number of the stream. {@code POST /start}
 * begins to count, {@code /pause} lets all streams fall silent and answers how many words were
 * said, {@code /end} ends them.
 *
 * <p>It does without a library, so that most of the machine is left to its clients. One thread
 * takes requests, and one speaks.
 */
final class WordServer {
  private static final int TICKS_PER_SECOND = 1_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern USER = Pattern.compile("\"user\",\"content\":\"(\\d+)\"");

  private final long start;

  /** By the tick at which they speak. */
  private final List<List<WordStream>> streams = new ArrayList<>();

  private int opened;
  private boolean silent;
  private long said;

  private WordServer(int wordsPerSecond, long start) {
    this.start = start;
    for (int i = 0; i < TICKS_PER_SECOND / wordsPerSecond; i++) {
      streams.add(new ArrayList<>());
    }
  }

  /** Starts one in a process of its own; its first line is the port. */
  static ChildJvm start(int wordsPerSecond, long start) throws IOException {
    return ChildJvm.start(List.of("-Xmx256m"), WordServer.class, wordsPerSecond, start);
  }

  public static void main(String[] arguments) throws IOException {
    WordServer server =
        new WordServer(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
    ServerSocketChannel socket = ServerSocketChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8_192);
    System.out.println(socket.socket().getLocalPort());
    new Thread(server::speak, "speak").start();
    while (true) {
      server.take(socket.accept());
    }
  }

  /** A tick that comes late is made up for. */
  private void speak() {
    long began = System.nanoTime();
    for (long tick = 0; true; tick++) {
      long due = began + tick * 1_000_000_000L / TICKS_PER_SECOND;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      say(streams.get((int) (tick % streams.size())));
    }
  }

  private synchronized void say(List<WordStream> due) {
    if (!silent) {
      due.removeIf(stream -> gone(stream::say));
      said += due.size();
    }
  }

  /** Something that is written to a listener, who may have left. */
  private interface Writing {
    void write() throws IOException;
  }

  private static boolean gone(Writing writing) {
    try {
      writing.write();
      return false;
    } catch (IOException left) {
      return true;
    }
  }

  private void take(SocketChannel channel) throws IOException {
    String request = request(channel);
    Matcher user = USER.matcher(request);
    if (user.find()) {
      open(channel, Integer.parseInt(user.group(1)));
    } else {
      String answer = "" + obey(request.split(" ", 3)[1]);
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

  private synchronized long obey(String command) {
    silent = command.equals("/pause");
    if (command.equals("/start")) {
      said = 0;
    }
    if (command.equals("/end")) {
      streams.forEach(some -> some.removeIf(stream -> gone(stream::end) || true));
    }
    return said;
  }

  private static String request(SocketChannel channel) throws IOException {
    StringBuilder request = new StringBuilder();
    ByteBuffer piece = ByteBuffer.allocate(8_192);
    while (!whole(request) && channel.read(piece.clear()) >= 0) {
      request.append(StandardCharsets.UTF_8.decode(piece.flip()));
    }
    return request.toString();
  }

  private static boolean whole(StringBuilder request) {
    int head = request.indexOf("\r\n\r\n");
    Matcher length = LENGTH.matcher(request);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head >= 0 && request.length() >= head + 4 + body;
  }
}

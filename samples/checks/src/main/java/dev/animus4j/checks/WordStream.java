package dev.animus4j.checks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Response of a {@link WordServer}: an event, a chunk and a write for each word. */
final class WordStream {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final String BEFORE =
      "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"any\","
          + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";
  private static final String BEHIND = "\"},\"finish_reason\":null}]}\n\n";
  private static final String END =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: [DONE]\n\n";
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final int number;
  private final long start;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(1_024);
  private ByteBuffer waiting = NOTHING;
  private int words;

  /**
   * Creates a stream without words.
   *
   * @param start the start of the clock of the words
   */
  WordStream(SocketChannel channel, int number, long start) throws IOException {
    this.channel = channel;
    this.number = number;
    this.start = start;
    channel.configureBlocking(false);
    write(HEAD);
  }

  void writeWord() throws IOException {
    chunk(BEFORE + new TimestampedWord(number, words++, TimestampedWord.clock() - start) + BEHIND);
  }

  void end() throws IOException {
    chunk(END);
    write("0\r\n\r\n");
  }

  private void chunk(String events) throws IOException {
    write(Integer.toHexString(events.length()) + "\r\n" + events + "\r\n");
  }

  /** Writes a text; what the client does not take at once is kept for the next write. */
  private void write(String text) throws IOException {
    piece.clear().put(text.getBytes(StandardCharsets.ISO_8859_1)).flip();
    channel.write(waiting);
    if (!waiting.hasRemaining()) {
      channel.write(piece);
    }
    if (piece.hasRemaining()) {
      ByteBuffer more = ByteBuffer.allocate(waiting.remaining() + piece.remaining());
      waiting = more.put(waiting).put(piece).flip();
    }
  }
}

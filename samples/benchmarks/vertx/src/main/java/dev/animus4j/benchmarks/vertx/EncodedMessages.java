package dev.animus4j.benchmarks.vertx;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Window;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Latest ten messages as JSON, so that nothing is ever encoded twice. */
final class EncodedMessages {
  private static final byte[] HEAD =
      ("{\"model\":\"" + Sample.MODEL + "\",\"messages\":[").getBytes(UTF_8);
  private static final byte[] TAIL = "]}".getBytes(UTF_8);
  private static final byte[] ASSISTANT = "{\"role\":\"assistant\",\"content\":\"".getBytes(UTF_8);
  private static final byte[] END = "\"}".getBytes(UTF_8);

  private final Deque<byte[]> messages = new ArrayDeque<>();
  private int bytes;

  void user(String text) throws IOException {
    add(OpenAiJson.JSON.writeValueAsBytes(new OpenAiJson.ChatMessage("user", text)));
  }

  /** Adds the text between two quotes, still encoded. */
  void assistant(byte[] answer, int from, int to) {
    byte[] message = new byte[ASSISTANT.length + to - from + END.length];
    System.arraycopy(ASSISTANT, 0, message, 0, ASSISTANT.length);
    System.arraycopy(answer, from, message, ASSISTANT.length, to - from);
    System.arraycopy(END, 0, message, message.length - END.length, END.length);
    add(message);
  }

  Buffer question() {
    Buffer question = Buffer.buffer(HEAD.length + bytes + TAIL.length).appendBytes(HEAD);
    String comma = "";
    for (byte[] message : messages) {
      question.appendString(comma).appendBytes(message);
      comma = ",";
    }
    return question.appendBytes(TAIL);
  }

  private void add(byte[] message) {
    messages.addLast(message);
    bytes += message.length + 1;
    if (messages.size() > Window.MESSAGES) {
      bytes -= messages.removeFirst().length + 1;
    }
  }
}

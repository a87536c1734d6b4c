package dev.animus4j.http.sse;

import java.time.Duration;
import java.util.Optional;

/**
 * View of an event whose data still lies in the buffer it arrived in. It changes as soon as the
 * next event is requested; {@linkplain #copy copy} an event to retain it.
 */
public final class ServerSentEventView {
  private static final byte[] NEW_LINE = {'\n'};

  private final ByteAccumulator data = new ByteAccumulator();
  private boolean hasData;
  private String type = "";
  private String lastEventId = "";
  private Optional<Duration> retry = Optional.empty();
  private boolean bareJson;
  private boolean unterminated;

  ServerSentEventView() {}

  /** The event's name; {@code message} when the server gave none. */
  public String type() {
    return type.isEmpty() ? "message" : type;
  }

  /** The array that holds its data, as UTF-8 and among other bytes; not to be changed. */
  public byte[] array() {
    return data.array();
  }

  /** The offset of its data in the array. */
  public int offset() {
    return data.offset();
  }

  /** The length of its data in bytes. */
  public int length() {
    return data.size();
  }

  /** The data as text; malformed UTF-8 becomes U+FFFD. */
  public String text() {
    return data.text(0);
  }

  /** Whether the data is JSON that stood in the stream without a field name before it. */
  public boolean isBareJson() {
    return bareJson;
  }

  /** Whether the stream ended before this event did, so that its data may be incomplete. */
  public boolean isUnterminated() {
    return unterminated;
  }

  /** Returns this event with its own copy of the data. */
  public ServerSentEvent copy() {
    return new ServerSentEvent(type(), data.copy(), lastEventId);
  }

  /** Adds a line that is a field; others are ignored. */
  void addField(ByteAccumulator line) {
    String name = line.fieldName();
    int value = Math.min(line.size(), name.length() + 1);
    if (value < line.size() && line.byteAt(value) == ' ') {
      value++;
    }
    switch (name) {
      case "data" -> addData(line, value);
      case "event" -> type = line.text(value);
      case "error" -> addError(line, value);
      case "id" -> setId(line, value);
      case "retry" -> setRetry(line.text(value));
      default -> {}
    }
  }

  /** Beside data it is an unknown field. */
  private void addError(ByteAccumulator line, int value) {
    if (!hasData) {
      type = "error";
      addData(line, value);
    }
  }

  private void addData(ByteAccumulator line, int value) {
    if (hasData) {
      data.add(NEW_LINE, 0, 1);
    }
    line.appendTo(data, value);
    hasData = true;
  }

  private void setId(ByteAccumulator line, int value) {
    if (!line.contains(value, (byte) 0)) {
      lastEventId = line.text(value);
    }
  }

  private void setRetry(String millis) {
    if (millis.matches("[0-9]{1,9}")) {
      retry = Optional.of(Duration.ofMillis(Long.parseLong(millis)));
    }
  }

  /** Adds bytes of JSON that has no field name. */
  void addBareJson(byte[] bytes, int from, int to) {
    data.add(bytes, from, to);
    hasData = true;
    bareJson = true;
  }

  Optional<Duration> retry() {
    return retry;
  }

  void setUnterminated() {
    unterminated = true;
  }

  boolean hasData() {
    return hasData;
  }

  /** Copies the data, because the array it came in is about to be reused. */
  void detach() {
    data.detach();
  }

  /** Resets it for the next event; the id stays. */
  void reset() {
    data.reset();
    hasData = false;
    bareJson = false;
    type = "";
  }
}

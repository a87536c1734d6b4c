package dev.animus4j.http.sse;

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

  /** Returns this event with its own copy of the data. */
  public ServerSentEvent copy() {
    return new ServerSentEvent(type(), data.copy(), lastEventId);
  }

  /** Adds one more line of data, the value of a field from this index on. */
  void addData(ByteAccumulator line, int value) {
    if (hasData) {
      data.add(NEW_LINE, 0, 1);
    }
    line.appendTo(data, value);
    hasData = true;
  }

  void setType(String type) {
    this.type = type;
  }

  void setId(String id) {
    this.lastEventId = id;
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
    type = "";
  }
}

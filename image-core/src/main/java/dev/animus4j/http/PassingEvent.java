package dev.animus4j.http;

/**
 * An event of an event stream whose data still lies where it arrived. It is another event as soon
 * as the next one is asked for; what is to stay is {@linkplain #kept kept}.
 */
public final class PassingEvent {
  private static final byte[] NEW_LINE = {'\n'};

  private final FieldBytes data = new FieldBytes();
  private boolean hasData;
  private String type = "";
  private String lastEventId = "";

  PassingEvent() {}

  /** The event's name; {@code message} when the server gave none. */
  public String type() {
    return type.isEmpty() ? "message" : type;
  }

  /** What holds its data, as UTF-8 and among other bytes; not to be changed. */
  public byte[] array() {
    return data.array();
  }

  /** Where its data begins in the array. */
  public int offset() {
    return data.offset();
  }

  /** How many bytes of data it has. */
  public int length() {
    return data.size();
  }

  /** The data as text; malformed UTF-8 becomes U+FFFD. */
  public String text() {
    return data.text(0);
  }

  /** This event with its own copy of the data. */
  public ServerSentEvent kept() {
    return new ServerSentEvent(type(), data.copy(), lastEventId);
  }

  /** Takes one more line of data, which is the value of a field. */
  void add(FieldBytes line, int value) {
    if (hasData) {
      data.add(NEW_LINE, 0, 1);
    }
    line.addTo(data, value);
    hasData = true;
  }

  void named(String type) {
    this.type = type;
  }

  void identified(String id) {
    this.lastEventId = id;
  }

  boolean hasData() {
    return hasData;
  }

  /** The bytes it came in are about to go. */
  void keep() {
    data.keep();
  }

  /** Another event begins; the id stays. */
  void reset() {
    data.reset();
    hasData = false;
    type = "";
  }
}

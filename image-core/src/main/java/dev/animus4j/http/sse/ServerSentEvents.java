package dev.animus4j.http.sse;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parser of event streams (WHATWG HTML, "Parsing an event stream") that is fed the bytes as they
 * arrive, split anywhere. Lines are found in the bytes, so a split character does no harm; every
 * byte is read once. One parser serves one stream, on one thread at a time. It never reconnects.
 *
 * <p>It is lenient where servers are sloppy: JSON at the beginning of a line, without a field name,
 * is an event too, as wide as its brackets; and the end of the stream ends its last event.
 */
public final class ServerSentEvents {
  private static final int PREFIX_LENGTH = "event:".length();

  /** Read last, instead of a piece. */
  static final Buffer END = Buffer.buffer();

  private final FailureOrigin origin;
  private final int maxBytes;
  private final EventStreamCheck check;
  private final ByteAccumulator line = new ByteAccumulator();
  private final ServerSentEventView event = new ServerSentEventView();
  private final ByteOrderMark byteOrderMark = new ByteOrderMark();
  private final JsonScanner json = new JsonScanner();
  private byte[] chunk = {};
  private int position;
  private int end;
  private boolean dispatched;
  private boolean lineStart = true;
  private boolean afterCarriageReturn;
  private boolean skipped;

  /**
   * @param origin the sender of the stream, for the failure
   * @param most the most bytes an event may have, the line being read included
   */
  public ServerSentEvents(FailureOrigin origin, int most) {
    this(origin, most, EventStreamCheck.labelled(origin));
  }

  /**
   * @param mediaType what the server calls the stream; unless that is an event stream, its first
   *     line must be one of an event stream, or JSON
   */
  public ServerSentEvents(FailureOrigin origin, int most, String mediaType) {
    this(origin, most, new EventStreamCheck(origin, mediaType));
  }

  private ServerSentEvents(FailureOrigin origin, int most, EventStreamCheck check) {
    this.origin = origin;
    this.maxBytes = most;
    this.check = check;
  }

  /**
   * Returns the events that these bytes complete.
   *
   * @throws AnimusException.Protocol when an event is too large; the parser is unusable afterwards
   */
  public List<ServerSentEvent> feed(Buffer bytes) {
    List<ServerSentEvent> events = new ArrayList<>();
    read(bytes).forEach(event -> events.add(event.copy()));
    return events;
  }

  /** The time the server would like a client to wait before reconnecting; it is not used here. */
  public Optional<Duration> retry() {
    return event.retry();
  }

  /** Reads a piece; iterate over the result once, and to its end, before the next piece. */
  EventBatch read(Buffer bytes) {
    if (bytes == END) {
      return new EventBatch(lastEvent().iterator(), true);
    }
    position = 0;
    end = bytes.length();
    chunk = chunk.length < end ? new byte[end] : chunk;
    bytes.getBytes(0, end, chunk, 0);
    return new EventBatch(new EventIterator(this), false);
  }

  private List<ServerSentEventView> lastEvent() {
    if (!skipped && line.size() > 0) {
      check.requireField(line);
      event.addField(line);
      line.reset();
    }
    event.setUnterminated();
    return event.hasData() && !dispatched ? List.of(event) : List.of();
  }

  /** Parses the next complete event; null when there is none in these bytes. */
  @Nullable ServerSentEventView next() {
    if (dispatched) {
      event.reset();
    }
    dispatched = false;
    while (position < end && !dispatched) {
      readBytes();
    }
    if (dispatched) {
      return event;
    }
    line.detach();
    event.detach();
    return null;
  }

  private void readBytes() {
    if (json.isOpen() || isJsonNext()) {
      readJson();
      return;
    }
    int start = position;
    while (position < end && chunk[position] != '\n' && chunk[position] != '\r') {
      position++;
    }
    append(start, position);
    if (position < end) {
      endLine(chunk[position]);
      position++;
    }
  }

  /** Whether a line begins with JSON; one that begins with a blank has no field. */
  private boolean isJsonNext() {
    position = byteOrderMark.skip(chunk, position, end, line);
    lineStart = lineStart && line.size() == 0;
    while (lineStart && position < end && (chunk[position] == ' ' || chunk[position] == '\t')) {
      position++;
      skipped = true;
    }
    boolean begins = lineStart && position < end;
    lineStart = lineStart && !begins;
    return begins && JsonScanner.isStart(check.requireNoPage(chunk[position])) && !event.hasData();
  }

  private void readJson() {
    int start = position;
    position = json.scan(chunk, start, end);
    checkSize(position - start);
    event.addBareJson(chunk, start, position);
    check.pass();
    dispatched = !json.isOpen();
    lineStart = dispatched;
    skipped = dispatched; // the rest of its line
  }

  private void endLine(byte terminator) {
    boolean secondHalf = terminator == '\n' && afterCarriageReturn && line.size() == 0 && !skipped;
    afterCarriageReturn = terminator == '\r';
    lineStart = true;
    if (secondHalf) {
      return;
    }
    if (!skipped && line.size() == 0) {
      dispatched = event.hasData();
      if (!dispatched) {
        event.reset();
      }
    } else if (!skipped) {
      check.requireField(line);
      event.addField(line);
    }
    line.reset();
    skipped = false;
  }

  /** Adds a piece of a line, unless the line is of an unknown field. */
  private void append(int from, int to) {
    if (skipped || from == to) {
      return;
    }
    int head = Math.min(to, from + Math.max(0, PREFIX_LENGTH - line.size()));
    line.add(chunk, from, head);
    skipped = line.size() >= PREFIX_LENGTH && line.fieldName().isEmpty();
    if (skipped) {
      check.requireField(line);
    } else {
      checkSize(to - head);
      line.add(chunk, head, to);
    }
  }

  private void checkSize(int more) {
    if ((long) line.size() + event.length() + more > maxBytes) {
      throw new AnimusException.Protocol(
          origin, "an event of the stream is larger than " + maxBytes + " bytes", null);
    }
  }
}

package dev.animus4j.http.sse;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parser of event streams (WHATWG HTML, "Parsing an event stream") that is fed the bytes as they
 * arrive, split anywhere. Lines are found in the bytes, so a split character does no harm; every
 * byte is read once. One parser serves one stream, on one thread at a time.
 *
 * <p>It never reconnects, and an event that no blank line has ended when the stream ends is
 * dropped.
 */
public final class ServerSentEvents {
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int PREFIX_LENGTH = BOM.length + "retry:".length();

  private final FailureOrigin origin;
  private final int maxBytes;
  private final ByteAccumulator line = new ByteAccumulator();
  private final ServerSentEventView event = new ServerSentEventView();
  private byte[] chunk = {};
  private int position;
  private int end;
  private boolean dispatched;
  private boolean firstLine = true;
  private boolean afterCarriageReturn;
  private boolean skipped;
  private Optional<Duration> retry = Optional.empty();

  /**
   * @param origin the sender of the stream, for the failure
   * @param most the most bytes an event may have, the line being read included
   */
  public ServerSentEvents(FailureOrigin origin, int most) {
    this.origin = origin;
    this.maxBytes = most;
  }

  /**
   * Parses a stream of bytes, event by event on demand. Fails as the bytes fail, and with {@link
   * AnimusException.Protocol} when an event is too large.
   */
  public static Flowable<ServerSentEvent> parse(
      Flowable<Buffer> bytes, FailureOrigin origin, int most) {
    return Flowable.defer(
        () -> {
          ServerSentEvents all = new ServerSentEvents(origin, most);
          return bytes.materialize().concatMapIterable(p -> CopyingEventIterator.from(p, all), 1);
        });
  }

  /** Applies the reader to the events of each piece, without copying them. */
  public static <T> Flowable<T> parse(
      Flowable<Buffer> bytes,
      FailureOrigin origin,
      int most,
      Function<Iterable<ServerSentEventView>, T> reader) {
    return Flowable.defer(
        () -> {
          ServerSentEvents events = new ServerSentEvents(origin, most);
          return bytes.map(piece -> reader.apply(events.read(piece)));
        });
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
    return retry;
  }

  /** Reads a piece; iterate over the result once, and to its end, before the next piece. */
  Iterable<ServerSentEventView> read(Buffer bytes) {
    position = 0;
    end = bytes.length();
    chunk = chunk.length < end ? new byte[end] : chunk;
    bytes.getBytes(0, end, chunk, 0);
    return () -> new EventIterator(this);
  }

  /** Parses the next complete event; null when there is none in these bytes. */
  @Nullable ServerSentEventView next() {
    if (dispatched) {
      event.reset();
    }
    dispatched = false;
    while (position < end && !dispatched) {
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
    if (dispatched) {
      return event;
    }
    line.detach();
    event.detach();
    return null;
  }

  private void endLine(byte terminator) {
    boolean secondHalf = terminator == '\n' && afterCarriageReturn && line.size() == 0 && !skipped;
    afterCarriageReturn = terminator == '\r';
    if (secondHalf) {
      return;
    }
    int from = firstLine && line.startsWith(BOM) ? BOM.length : 0;
    firstLine = false;
    if (!skipped && line.size() == from) {
      dispatch();
    } else if (!skipped) {
      parseField(from);
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
    skipped = line.size() >= PREFIX_LENGTH && !isKnownField();
    if (!skipped) {
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

  private boolean isKnownField() {
    int from = firstLine && line.startsWith(BOM) ? BOM.length : 0;
    return !line.fieldName(from).isEmpty();
  }

  private void parseField(int from) {
    String name = line.fieldName(from);
    int value = Math.min(line.size(), from + name.length() + 1);
    if (value < line.size() && line.byteAt(value) == ' ') {
      value++;
    }
    switch (name) {
      case "data" -> event.addData(line, value);
      case "event" -> event.setType(line.text(value));
      case "id" -> setId(value);
      case "retry" -> setRetry(line.text(value));
      default -> {}
    }
  }

  private void setRetry(String millis) {
    if (millis.matches("[0-9]{1,9}")) {
      retry = Optional.of(Duration.ofMillis(Long.parseLong(millis)));
    }
  }

  private void setId(int value) {
    if (!line.contains(value, (byte) 0)) {
      event.setId(line.text(value));
    }
  }

  private void dispatch() {
    dispatched = event.hasData();
    if (!dispatched) {
      event.reset();
    }
  }
}

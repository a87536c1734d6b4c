package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A parser of event streams (WHATWG HTML, "Parsing an event stream") that is fed the bytes as they
 * arrive, split anywhere. Lines are found in the bytes, so a split character does no harm; every
 * byte is looked at once. One parser serves one stream, on one thread at a time.
 *
 * <p>It never reconnects, and what has not been ended by a blank line when the stream ends is not
 * an event.
 */
public final class ServerSentEvents {
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int RECOGNISABLE = BOM.length + "retry:".length();

  private final Origin origin;
  private final int most;
  private final FieldBytes line = new FieldBytes();
  private final FieldBytes data = new FieldBytes();
  private final List<ServerSentEvent> ready = new ArrayList<>();
  private boolean firstLine = true;
  private boolean afterCarriageReturn;
  private boolean ignored;
  private String type = "";
  private String pendingId = "";
  private Optional<Duration> retry = Optional.empty();

  /**
   * @param origin who sends the stream, for the failure
   * @param most the most bytes an event may have, the line being read included
   */
  public ServerSentEvents(Origin origin, int most) {
    this.origin = origin;
    this.most = most;
  }

  /**
   * The events in a stream of bytes, one by one as they are asked for. Fails as the bytes fail, and
   * with {@link AnimusException.Protocol} when an event is too large.
   */
  public static Flowable<ServerSentEvent> in(Flowable<Buffer> bytes, Origin origin, int most) {
    return Flowable.defer(
        () -> bytes.concatMapIterable(new ServerSentEvents(origin, most)::feed, 1));
  }

  /**
   * The events that these bytes complete.
   *
   * @throws AnimusException.Protocol when an event is larger than allowed; of no use afterwards
   */
  public List<ServerSentEvent> feed(Buffer bytes) {
    byte[] chunk = bytes.getBytes();
    int start = 0;
    for (int at = 0; at < chunk.length; at++) {
      byte b = chunk[at];
      if (b == '\n' || b == '\r') {
        append(chunk, start, at);
        start = at + 1;
        endLine(b);
      }
    }
    append(chunk, start, chunk.length);
    return taken();
  }

  /** The time the server would like a client to wait before reconnecting; we never reconnect. */
  public Optional<Duration> retry() {
    return retry;
  }

  private List<ServerSentEvent> taken() {
    List<ServerSentEvent> events = List.copyOf(ready);
    ready.clear();
    return events;
  }

  private void endLine(byte terminator) {
    boolean secondHalf = terminator == '\n' && afterCarriageReturn && line.size() == 0 && !ignored;
    afterCarriageReturn = terminator == '\r';
    if (secondHalf) {
      return;
    }
    int from = firstLine && line.startsWith(BOM) ? BOM.length : 0;
    firstLine = false;
    if (!ignored && line.size() == from) {
      dispatch();
    } else if (!ignored) {
      field(from);
    }
    line.reset();
    ignored = false;
  }

  /** Keeps the piece of a line, unless its beginning says that the line does not matter. */
  private void append(byte[] chunk, int from, int to) {
    if (ignored || from == to) {
      return;
    }
    int head = Math.min(to, from + Math.max(0, RECOGNISABLE - line.size()));
    line.write(chunk, from, head - from);
    ignored = line.size() >= RECOGNISABLE && !recognised();
    if (!ignored) {
      check(to - head);
      line.write(chunk, head, to - head);
    }
  }

  private void check(int more) {
    if ((long) line.size() + data.size() + more > most) {
      throw new AnimusException.Protocol(
          origin, "an event of the stream is larger than " + most + " bytes", null);
    }
  }

  private boolean recognised() {
    int from = firstLine && line.startsWith(BOM) ? BOM.length : 0;
    return switch (line.name(from)) {
      case "data", "event", "id", "retry" -> true;
      default -> false;
    };
  }

  private void field(int from) {
    String name = line.name(from);
    int value = Math.min(line.size(), from + name.length() + 1);
    if (value < line.size() && line.at(value) == ' ') {
      value++;
    }
    switch (name) {
      case "data" -> line.copyTo(data, value);
      case "event" -> type = line.text(value);
      case "id" -> pendingId = line.has(value, (byte) 0) ? pendingId : line.text(value);
      case "retry" -> retry = line.text(value).matches("[0-9]{1,9}") ? millis(value) : retry;
      default -> {}
    }
  }

  private Optional<Duration> millis(int from) {
    return Optional.of(Duration.ofMillis(Long.parseLong(line.text(from))));
  }

  private void dispatch() {
    if (data.size() > 0) {
      String name = type.isEmpty() ? "message" : type;
      ready.add(new ServerSentEvent(name, data.withoutLast(), pendingId));
      data.reset();
    }
    type = "";
  }
}

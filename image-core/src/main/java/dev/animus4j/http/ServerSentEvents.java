package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  private final PassingEvent event = new PassingEvent();
  private byte[] chunk = {};
  private int at;
  private int end;
  private boolean passing;
  private boolean firstLine = true;
  private boolean afterCarriageReturn;
  private boolean ignored;
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
        () -> {
          ServerSentEvents events = new ServerSentEvents(origin, most);
          return bytes.materialize().concatMapIterable(piece -> KeptEvents.in(piece, events), 1);
        });
  }

  /**
   * What the reader makes of the events that arrive together, which need not be copied for that.
   */
  static <T> Flowable<T> in(
      Flowable<Buffer> bytes, Origin origin, int most, Function<Iterable<PassingEvent>, T> reader) {
    return Flowable.defer(
        () -> {
          ServerSentEvents events = new ServerSentEvents(origin, most);
          return bytes.map(piece -> reader.apply(events.read(piece)));
        });
  }

  /**
   * The events that these bytes complete.
   *
   * @throws AnimusException.Protocol when an event is larger than allowed; of no use afterwards
   */
  public List<ServerSentEvent> feed(Buffer bytes) {
    List<ServerSentEvent> events = new ArrayList<>();
    read(bytes).forEach(event -> events.add(event.kept()));
    return events;
  }

  /** The time the server would like a client to wait before reconnecting; we never reconnect. */
  public Optional<Duration> retry() {
    return retry;
  }

  /** To be gone through once, and to its end, before more is read. */
  Iterable<PassingEvent> read(Buffer bytes) {
    at = 0;
    end = bytes.length();
    chunk = chunk.length < end ? new byte[end] : chunk;
    bytes.getBytes(0, end, chunk, 0);
    return () -> new EventIterator(this);
  }

  /** Goes on to the next event that is complete; null when there is none in these bytes. */
  @Nullable PassingEvent next() {
    if (passing) {
      event.reset();
    }
    passing = false;
    while (at < end && !passing) {
      int start = at;
      while (at < end && chunk[at] != '\n' && chunk[at] != '\r') {
        at++;
      }
      append(start, at);
      if (at < end) {
        endLine(chunk[at]);
        at++;
      }
    }
    if (passing) {
      return event;
    }
    line.keep();
    event.keep();
    return null;
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
  private void append(int from, int to) {
    if (ignored || from == to) {
      return;
    }
    int head = Math.min(to, from + Math.max(0, RECOGNISABLE - line.size()));
    line.add(chunk, from, head);
    ignored = line.size() >= RECOGNISABLE && !recognised();
    if (!ignored) {
      check(to - head);
      line.add(chunk, head, to);
    }
  }

  private void check(int more) {
    if ((long) line.size() + event.length() + more > most) {
      throw new AnimusException.Protocol(
          origin, "an event of the stream is larger than " + most + " bytes", null);
    }
  }

  private boolean recognised() {
    int from = firstLine && line.startsWith(BOM) ? BOM.length : 0;
    return !line.name(from).isEmpty();
  }

  private void field(int from) {
    String name = line.name(from);
    int value = Math.min(line.size(), from + name.length() + 1);
    if (value < line.size() && line.at(value) == ' ') {
      value++;
    }
    switch (name) {
      case "data" -> event.add(line, value);
      case "event" -> event.named(line.text(value));
      case "id" -> identify(value);
      case "retry" -> retry(line.text(value));
      default -> {}
    }
  }

  private void retry(String millis) {
    if (millis.matches("[0-9]{1,9}")) {
      retry = Optional.of(Duration.ofMillis(Long.parseLong(millis)));
    }
  }

  private void identify(int value) {
    if (!line.has(value, (byte) 0)) {
      event.identified(line.text(value));
    }
  }

  private void dispatch() {
    passing = event.hasData();
    if (!passing) {
      event.reset();
    }
  }
}

package dev.animus4j.http.sse;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Streams of bytes, parsed as event streams, whose end ends the last event. */
public final class EventStreams {
  private EventStreams() {}

  /**
   * Parses a stream of bytes, event by event on demand. Fails as the bytes fail, without the event
   * that they break off, and as the parser.
   *
   * @param parser makes the parser of each subscriber
   */
  public static Flowable<ServerSentEvent> parse(
      Flowable<Buffer> bytes, Supplier<ServerSentEvents> parser) {
    return Flowable.defer(
        () -> {
          ServerSentEvents events = parser.get();
          return bytes
              .concatWith(Single.just(ServerSentEvents.END))
              .materialize()
              .concatMapIterable(piece -> CopyingEventIterator.from(piece, events), 1);
        });
  }

  /**
   * Applies the reader to the events of each piece, be it none, and to the one that the end, or a
   * failure, {@linkplain ServerSentEventView#isUnterminated breaks off}, without copying them.
   *
   * @param parser makes the parser of each subscriber
   */
  public static <T> Flowable<T> parse(
      Flowable<Buffer> bytes, Supplier<ServerSentEvents> parser, Function<EventBatch, T> reader) {
    return Flowable.defer(
        () -> {
          ServerSentEvents events = parser.get();
          return withEnd(bytes).map(piece -> reader.apply(events.read(piece)));
        });
  }

  private static Flowable<Buffer> withEnd(Flowable<Buffer> bytes) {
    return bytes
        .concatWith(Single.just(ServerSentEvents.END))
        .onErrorResumeNext(
            failure -> Flowable.<Buffer>error(failure).startWithItem(ServerSentEvents.END));
  }
}

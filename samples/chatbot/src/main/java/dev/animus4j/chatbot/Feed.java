package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.rxjava3.CompletableHelper;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Brings the events of a conversation to a reader, each when the one before has left for the
 * network, and nothing is made ready before: so a slow reader holds back what it is sent, not the
 * conversation, and words that wait are joined. A reader that falls too far behind, or takes
 * nothing for too long, is let go; it comes back and goes on where it stopped.
 */
final class Feed {
  private static final long SECONDS_BETWEEN_BEATS = 15;

  /** What is held for a reader who has missed something, about. */
  private static final long MISSED = 256 << 10;

  private final ChatEvents events;
  private final BytesInFlight inFlight;
  private final long writeMs;
  private final CompletableSubject closing = CompletableSubject.create();
  private final FlowableProcessor<String> resets = PublishProcessor.<String>create().toSerialized();

  /**
   * Brings these events.
   *
   * @param inFlight admits those who have missed something
   * @param write how long a reader may take for what is written
   */
  Feed(ChatEvents events, BytesInFlight inFlight, Duration write) {
    this.events = events;
    this.inFlight = inFlight;
    this.writeMs = write.toMillis();
  }

  /** How a reader wants things written down. */
  interface Dialect {
    Buffer event(long sequence, Buffer json);

    /** Something that only shows that the connection lives. */
    Buffer beat();

    /** Too much was missed: read the history. */
    Buffer reset();
  }

  /** Where a reader is: which event of which conversation it knows. */
  record Place(Owner owner, String conversation, long sequence) {}

  /** What is written, and up to which event it tells. */
  private record Frame(Buffer bytes, long sequence, boolean isEnd) {
    static final Frame END = new Frame(Buffer.buffer(), 0, true);

    static Frame of(Buffer bytes) {
      return new Frame(bytes, 0, false);
    }
  }

  /**
   * Tells the reader everything after an event, until the service ends or the reader does.
   *
   * @param write done when it has left
   */
  Completable tell(Place from, Dialect dialect, Function<Buffer, Future<Void>> write) {
    Scheduler here = Later.here();
    Function<Frame, Completable> written = frame -> written(write.apply(frame.bytes), here);
    long latest = events.latest(from.conversation);
    if (latest == from.sequence) {
      return frames(from, dialect, here).concatMapCompletable(written::apply, 1);
    }
    return inFlight.during(
        from.owner,
        MISSED,
        permit ->
            frames(from, dialect, here)
                .subscribeOn(here)
                .concatMapCompletable(frame -> caughtUp(written, frame, latest, permit), 1));
  }

  private Completable written(Future<Void> writing, Scheduler here) {
    return CompletableHelper.toCompletable(done -> writing.onComplete(done))
        .timeout(writeMs, TimeUnit.MILLISECONDS, here);
  }

  /** Who knows again what was missed holds no more than others. */
  private static Completable caughtUp(
      Function<Frame, Completable> written, Frame frame, long latest, BytesInFlight.Permit permit) {
    Completable told = written.apply(frame);
    return frame.sequence < latest ? told : told.doOnComplete(permit::giveBack);
  }

  private Flowable<Frame> frames(Place from, Dialect dialect, Scheduler here) {
    return Flowable.mergeArray(
            3, 1, told(from, dialect, here), resets(from, dialect), beats(dialect, here))
        .takeWhile(frame -> !frame.isEnd);
  }

  /** The end is told on this very context, and so after all that is on its way there. */
  private Flowable<Frame> told(Place from, Dialect dialect, Scheduler here) {
    return events
        .since(from.conversation, from.sequence)
        .takeUntil(closing.observeOn(here).<ChatEvent>toFlowable())
        .map(event -> frame(event, dialect))
        .onErrorResumeNext(failure -> missed(failure, dialect))
        .concatWith(Flowable.just(Frame.END));
  }

  private static Frame frame(ChatEvent event, Dialect dialect) {
    return new Frame(dialect.event(event.sequence(), Wording.of(event)), event.sequence(), false);
  }

  /** What is not kept any more is in the history; who was only too slow may come back. */
  private static Flowable<Frame> missed(Throwable failure, Dialect dialect) {
    return failure instanceof AnimusException.InvalidRequest
        ? Flowable.just(Frame.of(dialect.reset()))
        : Flowable.error(failure);
  }

  private Flowable<Frame> resets(Place from, Dialect dialect) {
    return resets
        .filter(from.conversation::equals)
        .take(1)
        .map(conversation -> Frame.of(dialect.reset()))
        .onBackpressureLatest()
        .concatWith(Flowable.just(Frame.END));
  }

  private static Flowable<Frame> beats(Dialect dialect, Scheduler here) {
    return Flowable.interval(SECONDS_BETWEEN_BEATS, TimeUnit.SECONDS, here)
        .onBackpressureDrop()
        .map(beat -> Frame.of(dialect.beat()));
  }

  /** Sends those who listen to a conversation to its history. */
  void reset(String conversation) {
    resets.onNext(conversation);
  }

  /** Lets all readers go, after what they were to hear. */
  void close() {
    closing.onComplete();
  }
}

package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
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
 * Sends the events of a conversation to a subscriber, each when the previous one has been written
 * to the network, and encodes none ahead: a slow subscriber delays its own stream, not the
 * conversation, and waiting token events are merged. A subscriber that falls too far behind, or
 * reads nothing for too long, is disconnected; it reconnects and resumes where it stopped.
 */
final class EventFeed {
  private static final long HEARTBEAT_SECONDS = 15;

  /** Approximate bytes held for a subscriber that catches up on missed events. */
  private static final long CATCH_UP_BYTES = 256 << 10;

  private final ChatEvents events;
  private final FairByteLimiter inFlight;
  private final long writeMs;
  private final CompletableSubject closing = CompletableSubject.create();
  private final FlowableProcessor<String> resets = PublishProcessor.<String>create().toSerialized();

  /**
   * Creates a feed of these events.
   *
   * @param inFlight admits subscribers that missed events
   * @param write timeout for what is written
   */
  EventFeed(ChatEvents events, FairByteLimiter inFlight, Duration write) {
    this.events = events;
    this.inFlight = inFlight;
    this.writeMs = write.toMillis();
  }

  /** Encoding of a stream. */
  interface EventFormat {
    Buffer event(long sequence, Buffer json);

    /** A message that only keeps the connection alive. */
    Buffer heartbeat();

    /**
     * Tells the client that too much was missed, and that it has to read the history.
     *
     * @param sequence the latest event, after which it may go on
     */
    Buffer reset(long sequence);
  }

  /** Position of a subscriber: the last event of a conversation that it received. */
  record StreamPosition(ClientSession owner, String conversation, long sequence) {}

  /** Encoded message, with the sequence of its event. */
  private record Frame(Buffer bytes, long sequence, boolean isEnd) {
    static final Frame END = new Frame(Buffer.buffer(), 0, true);

    static Frame of(Buffer bytes) {
      return new Frame(bytes, 0, false);
    }
  }

  /**
   * Sends every event after a position, until the service stops or the subscriber cancels.
   *
   * @param write completes when the bytes have been written
   */
  Completable send(
      StreamPosition from, EventFormat eventFormat, Function<Buffer, Future<Void>> write) {
    Scheduler scheduler = RequestLifecycle.currentScheduler();
    Function<Frame, Completable> writer = frame -> awaitWrite(write.apply(frame.bytes), scheduler);
    return events
        .lastSequence(from.conversation)
        .flatMapCompletable(
            latest ->
                latest == from.sequence
                    ? frames(from, eventFormat, scheduler).concatMapCompletable(writer::apply, 1)
                    : catchUp(
                        from,
                        latest,
                        frames(from, eventFormat, scheduler).subscribeOn(scheduler),
                        writer));
  }

  private Completable catchUp(
      StreamPosition from,
      long latest,
      Flowable<Frame> frames,
      Function<Frame, Completable> writer) {
    return inFlight.runWithPermit(
        from.owner,
        CATCH_UP_BYTES,
        permit ->
            frames.concatMapCompletable(
                frame -> releaseWhenCaughtUp(writer, frame, latest, permit), 1));
  }

  private Completable awaitWrite(Future<Void> writing, Scheduler scheduler) {
    return CompletableHelper.toCompletable(done -> writing.onComplete(done))
        .timeout(writeMs, TimeUnit.MILLISECONDS, scheduler);
  }

  /**
   * Releases the permit once the missed events are written: from then on a subscriber holds no more
   * than any other.
   */
  private static Completable releaseWhenCaughtUp(
      Function<Frame, Completable> writer,
      Frame frame,
      long latest,
      FairByteLimiter.Permit permit) {
    Completable writing = writer.apply(frame);
    return frame.sequence < latest ? writing : writing.doOnComplete(permit::release);
  }

  private Flowable<Frame> frames(
      StreamPosition from, EventFormat eventFormat, Scheduler scheduler) {
    return Flowable.mergeArray(
            3,
            1,
            eventFrames(from, eventFormat, scheduler),
            resetFrames(from, eventFormat),
            heartbeatFrames(eventFormat, scheduler))
        .takeWhile(frame -> !frame.isEnd);
  }

  /** The end is emitted on this context, and so after the events that are queued there. */
  private Flowable<Frame> eventFrames(
      StreamPosition from, EventFormat eventFormat, Scheduler scheduler) {
    return events
        .streamSince(from.conversation, from.sequence)
        .takeUntil(closing.observeOn(scheduler).<ChatEvent>toFlowable())
        .map(event -> frame(event, eventFormat))
        .onErrorResumeNext(
            failure -> recoverMissedEvents(failure, resetFrame(from.conversation, eventFormat)))
        .concatWith(Flowable.just(Frame.END));
  }

  private static Frame frame(ChatEvent event, EventFormat eventFormat) {
    return new Frame(
        eventFormat.event(event.sequence(), EventJson.encode(event)), event.sequence(), false);
  }

  /** Events no longer retained are in the history; a subscriber that was too slow may reconnect. */
  private static Flowable<Frame> recoverMissedEvents(Throwable failure, Single<Frame> reset) {
    return failure instanceof AnimusException.InvalidRequest
        ? reset.toFlowable()
        : Flowable.error(failure);
  }

  private Single<Frame> resetFrame(String conversation, EventFormat eventFormat) {
    return events.lastSequence(conversation).map(last -> Frame.of(eventFormat.reset(last)));
  }

  private Flowable<Frame> resetFrames(StreamPosition from, EventFormat eventFormat) {
    return resets
        .filter(from.conversation::equals)
        .take(1)
        .onBackpressureLatest()
        .concatMapSingle(conversation -> resetFrame(conversation, eventFormat))
        .concatWith(Flowable.just(Frame.END));
  }

  private static Flowable<Frame> heartbeatFrames(EventFormat eventFormat, Scheduler scheduler) {
    return Flowable.interval(HEARTBEAT_SECONDS, TimeUnit.SECONDS, scheduler)
        .onBackpressureDrop()
        .map(beat -> Frame.of(eventFormat.heartbeat()));
  }

  /** Sends a reset to the subscribers of a conversation. */
  void reset(String conversation) {
    resets.onNext(conversation);
  }

  /** Ends all streams, after the events already published. */
  void close() {
    closing.onComplete();
  }
}

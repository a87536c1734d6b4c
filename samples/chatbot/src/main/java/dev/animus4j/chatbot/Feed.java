package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.rxjava3.CompletableHelper;
import io.vertx.rxjava3.RxHelper;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Brings the events of a conversation to a reader, each when the one before has left for the
 * network: so a slow reader holds back what it is sent, not the conversation, and words that wait
 * are joined. A reader that falls too far behind, or takes nothing for too long, is let go; it
 * comes back and goes on where it stopped.
 */
final class Feed {
  private static final long SECONDS_BETWEEN_BEATS = 15;
  private static final long SECONDS_PER_WRITE = 30;
  private static final Buffer END = Buffer.buffer();

  private final ChatEvents events;
  private final CompletableSubject closing = CompletableSubject.create();

  Feed(ChatEvents events) {
    this.events = events;
  }

  /** How a reader wants things written down. */
  interface Dialect {
    Buffer event(long sequence, Buffer json);

    /** Something that only shows that the connection lives. */
    Buffer beat();

    /** Too much was missed: read the history. */
    Buffer reset();
  }

  /**
   * Tells the reader everything after an event, until the service ends or the reader does.
   *
   * @param write done when it has left
   */
  Completable tell(Place from, Dialect dialect, Function<Buffer, Future<Void>> write) {
    Scheduler here = RxHelper.scheduler(Vertx.currentContext());
    return Flowable.merge(told(from, dialect, here), beats(dialect, here))
        .takeWhile(frame -> frame != END)
        .concatMapCompletable(
            frame ->
                CompletableHelper.toCompletable(done -> write.apply(frame).onComplete(done))
                    .timeout(SECONDS_PER_WRITE, TimeUnit.SECONDS, here));
  }

  /** Where a reader is: which event of which conversation it knows. */
  record Place(String conversation, long sequence) {}

  /** The end is told on this very context, and so after all that is on its way there. */
  private Flowable<Buffer> told(Place from, Dialect dialect, Scheduler here) {
    return events
        .since(from.conversation(), from.sequence())
        .takeUntil(closing.observeOn(here).<ChatEvent>toFlowable())
        .map(event -> dialect.event(event.sequence(), Wording.of(event)))
        .onErrorResumeNext(failure -> missed(failure, dialect))
        .concatWith(Flowable.just(END));
  }

  /** What is not kept any more is in the history; who was only too slow may come back. */
  private static Flowable<Buffer> missed(Throwable failure, Dialect dialect) {
    return failure instanceof AnimusException.InvalidRequest
        ? Flowable.just(dialect.reset())
        : Flowable.error(failure);
  }

  private static Flowable<Buffer> beats(Dialect dialect, Scheduler here) {
    return Flowable.interval(SECONDS_BETWEEN_BEATS, TimeUnit.SECONDS, here)
        .onBackpressureDrop()
        .map(beat -> dialect.beat());
  }

  /** Lets all readers go, after what they were to hear. */
  void close() {
    closing.onComplete();
  }
}

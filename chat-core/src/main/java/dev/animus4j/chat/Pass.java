package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.Recording;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.vertx.ElapsedTime;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What one message of the user, or several merged into one, may do in its conversation's lane. */
final class Pass {
  private final Recording recording;
  private final Scheduler clock;
  private final LongSupplier nanos;
  private final Interruption interruption;
  private final Duration debounce;
  private final CompletableSubject turn = CompletableSubject.create();
  private Message message;
  private int position;
  private long quiet;
  private boolean open = true;

  /**
   * Waits for nothing yet.
   *
   * @param recording the exchange that this leads to, for all whose messages become part of it
   */
  Pass(Message message, Recording recording, Scheduler clock, Duration debounce) {
    this.message = message;
    this.recording = recording;
    this.clock = clock;
    this.nanos = ElapsedTime.nanos(clock);
    this.debounce = debounce;
    this.interruption = new Interruption(clock);
    this.quiet = nanos.getAsLong() + debounce.toNanos();
  }

  Interruption interruption() {
    return interruption;
  }

  Recording recording() {
    return recording;
  }

  /** What the user says, final once {@link #waiting} is over. */
  Message message() {
    return message;
  }

  /** Whether further messages can still become part of this one. */
  boolean isOpen() {
    return open;
  }

  /** Takes one more message along, and starts waiting for silence anew. */
  Flowable<ChatEvent> merged(Message more) {
    List<Attachment> shown = new ArrayList<>(message.attachments());
    shown.addAll(more.attachments());
    message = message.saying(message.content() + "\n" + more.content()).showing(shown);
    quiet = nanos.getAsLong() + debounce.toNanos();
    return recording;
  }

  /** Waits behind so many others. */
  void queue(int position) {
    this.position = position;
  }

  /** It is its turn. */
  void begin() {
    turn.onComplete();
  }

  /**
   * Over when it is its turn, and no further message is to be expected. What {@code guard} will
   * judge is not told before.
   */
  Flowable<Draft> waiting(Guard guard) {
    Flowable<Draft> waited = waited().doOnComplete(() -> open = false);
    return position == 0 ? waited : waited.startWithItem(queued(guard));
  }

  private Draft queued(Guard guard) {
    return Drafts.queued(guard.judges(Stage.INPUT) ? "" : message.content(), position);
  }

  private Flowable<Draft> waited() {
    Function<String, Draft> farewell = reason -> Drafts.cancelled(1, reason);
    return turn.hasComplete() && debounce.isZero()
        ? interruption.pause(Duration.ZERO, farewell)
        : interruption.cutting(turn.andThen(silence()).toFlowable(), farewell);
  }

  private Completable silence() {
    return Wait.until(clock, () -> quiet - nanos.getAsLong(), Long.MAX_VALUE);
  }
}

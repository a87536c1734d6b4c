package dev.animus4j.chat.event;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.vertx.DemandDrainLoop;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Replays the events of one exchange: every subscriber, however late, receives them from the first
 * one on. A subscriber that keeps up receives the published objects. A subscriber that is late or
 * slow receives consecutive deltas of a reply merged into one event, or into a few if they are
 * long; each has the stamp of the last delta in it. The text of deltas is stored once, for all
 * subscribers and for the log of {@link ChatEvents#streamSince}.
 */
public final class ExchangeReplayProcessor extends Flowable<ChatEvent>
    implements FlowableSubscriber<ChatEvent> {
  /** Most exchanges have few events. */
  private static final int INITIAL_CAPACITY = 4;

  private final EventLog log;
  private final List<DeltaRun> runs = new ArrayList<>(INITIAL_CAPACITY);
  private final List<DemandDrainLoop<ChatEvent>> subscribers = new CopyOnWriteArrayList<>();
  private @Nullable Notification<ChatEvent> end;
  private volatile @Nullable Throwable failure;

  /**
   * An empty replay.
   *
   * @param log gets every event before it is added here
   */
  ExchangeReplayProcessor(EventLog log) {
    this.log = log;
  }

  @Override
  public void onSubscribe(Subscription exchange) {
    exchange.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ChatEvent event) {
    append(event);
    drain();
  }

  @Override
  public void onError(Throwable cause) {
    terminate(Notification.createOnError(cause));
  }

  @Override
  public void onComplete() {
    terminate(Notification.createOnComplete());
  }

  /** Sets {@link #failure}, before the event that tells of it is added. */
  public void setFailure(@Nullable Throwable failure) {
    this.failure = failure;
  }

  /**
   * Why a message of this exchange failed, with the details that its event leaves out; null when
   * none did.
   */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** The last event; null when there is none yet. */
  public synchronized @Nullable ChatEvent lastEvent() {
    return runs.isEmpty() ? null : runs.get(runs.size() - 1).newestEvent();
  }

  /** The reply text that was emitted after this event. */
  public synchronized String textAfter(long sequence) {
    StringBuilder text = new StringBuilder();
    for (DeltaRun deltaRun : runs) {
      if (deltaRun.lastSequence() > sequence
          && deltaRun.eventAfter(sequence) instanceof MessageTokens tokens) {
        text.append(tokens.content());
      }
    }
    return text.toString();
  }

  /** The approximate memory it holds, in bytes. */
  public synchronized long sizeInBytes() {
    return runs.stream().mapToLong(DeltaRun::sizeInBytes).sum();
  }

  private synchronized void append(ChatEvent event) {
    boolean isPresent = !runs.isEmpty() && runs.get(runs.size() - 1).newestEvent() == event;
    if (!isPresent) {
      DeltaRun logged = log.runEndingWith(event);
      runs.add(
          logged != null && logged.firstSequence() == event.sequence()
              ? logged
              : new DeltaRun(event));
    }
  }

  private synchronized void setEnd(Notification<ChatEvent> termination) {
    end = termination;
    ((ArrayList<DeltaRun>) runs).trimToSize();
  }

  private void terminate(Notification<ChatEvent> termination) {
    setEnd(termination);
    drain();
    subscribers.clear();
  }

  private void drain() {
    if (!subscribers.isEmpty()) {
      subscribers.forEach(DemandDrainLoop::drain);
    }
  }

  @Override
  protected void subscribeActual(Subscriber<? super ChatEvent> subscriber) {
    Cursor cursor = new Cursor(subscriber);
    subscriber.onSubscribe(cursor.demandDrain);
    addSubscriber(cursor.demandDrain);
    cursor.demandDrain.drain();
  }

  private synchronized void addSubscriber(DemandDrainLoop<ChatEvent> demandDrain) {
    if (end == null && !demandDrain.isCancelled()) {
      subscribers.add(demandDrain);
    }
  }

  /** Position of one subscriber. Advanced by the thread that emits to it, one at a time. */
  private final class Cursor implements DemandDrainLoop.Source<ChatEvent> {
    private final DemandDrainLoop<ChatEvent> demandDrain;
    private int index;
    private long lastSequence;

    Cursor(Subscriber<? super ChatEvent> subscriber) {
      this.demandDrain = new DemandDrainLoop<>(subscriber, this);
    }

    @Override
    public @Nullable ChatEvent poll() {
      DeltaRun next = nextRun();
      ChatEvent event = next == null ? null : next.eventAfter(lastSequence);
      lastSequence = event == null ? lastSequence : event.sequence();
      return event;
    }

    private @Nullable DeltaRun nextRun() {
      synchronized (ExchangeReplayProcessor.this) {
        while (index < runs.size() && runs.get(index).lastSequence() <= lastSequence) {
          index++;
        }
        index = Math.min(index, Math.max(0, runs.size() - 1));
        return index < runs.size() && runs.get(index).lastSequence() > lastSequence
            ? runs.get(index)
            : null;
      }
    }

    @Override
    public @Nullable Notification<ChatEvent> termination() {
      synchronized (ExchangeReplayProcessor.this) {
        return end != null && nextRun() == null ? end : null;
      }
    }

    @Override
    public void release() {
      subscribers.remove(demandDrain);
    }
  }
}

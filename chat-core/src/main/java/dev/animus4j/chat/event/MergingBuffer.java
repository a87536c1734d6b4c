package dev.animus4j.chat.event;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * Keeps a {@link Backlog} of the events that one subscriber has not yet asked for. Events may be
 * added on any thread, none of which ever waits for the subscriber.
 */
final class MergingBuffer implements Handover.Source {
  private final Handover handover;
  private final Backlog backlog = new Backlog();
  private final SerialDisposable source = new SerialDisposable();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private MergingBuffer(Subscriber<? super ChatEvent> subscriber) {
    this.handover = new Handover(subscriber, this);
  }

  /** A stream with a buffer for each subscriber; {@code listen} begins to fill it. */
  static Flowable<ChatEvent> of(Function<MergingBuffer, Disposable> listen) {
    return Flowable.unsafeCreate(
        subscriber -> {
          MergingBuffer buffer = new MergingBuffer(subscriber);
          subscriber.onSubscribe(buffer.handover);
          buffer.begin(listen);
        });
  }

  private void begin(Function<MergingBuffer, Disposable> listen) {
    try {
      if (!handover.isOver()) {
        source.set(listen.apply(this));
      }
    } catch (Throwable cannotListen) {
      fail(Isolation.failure(cannotListen));
    }
    drain();
  }

  /** Takes an event, and hands over what the subscriber has asked for. */
  void tell(ChatEvent event) {
    add(event);
    drain();
  }

  /** Takes an event; it is handed over by the next {@link #drain}. */
  void add(ChatEvent event) {
    if (!backlog.add(event)) {
      String what = "16 MB of events wait for a slow subscriber; go on with since()";
      fail(new AnimusException.Unavailable(Origin.of("animus4j"), what, false, (Duration) null));
    }
  }

  /** Lets everything go; the next {@link #drain} tells the subscriber. Only the first counts. */
  void fail(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      release();
    }
  }

  void drain() {
    handover.drain();
  }

  @Override
  public @Nullable ChatEvent poll() {
    Stretch next = backlog.poll();
    return next == null ? null : next.event();
  }

  @Override
  public @Nullable Notification<ChatEvent> end() {
    Throwable cause = failure.get();
    return cause == null ? null : Notification.createOnError(cause);
  }

  @Override
  public void release() {
    source.dispose();
    backlog.close();
  }
}

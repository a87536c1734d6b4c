package dev.animus4j.chat.event;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Hands events to one subscriber as it asks for them, and keeps a {@link Backlog} meanwhile. Events
 * may be added on any thread, none of which ever waits for the subscriber: whoever finds it idle
 * hands over what there is, the others just leave theirs. No lock is held meanwhile.
 */
final class MergingBuffer implements Subscription {
  private final Subscriber<? super ChatEvent> subscriber;
  private final Backlog backlog = new Backlog();
  private final SerialDisposable source = new SerialDisposable();
  private final AtomicLong demand = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** How often somebody wanted to hand over; only the first does, for all of them. */
  private final AtomicInteger calls = new AtomicInteger();

  private volatile boolean over;

  private MergingBuffer(Subscriber<? super ChatEvent> subscriber) {
    this.subscriber = subscriber;
  }

  /** A stream with a buffer for each subscriber; {@code listen} begins to fill it. */
  static Flowable<ChatEvent> of(Function<MergingBuffer, Disposable> listen) {
    return Flowable.unsafeCreate(subscriber -> new MergingBuffer(subscriber).begin(listen));
  }

  private void begin(Function<MergingBuffer, Disposable> listen) {
    subscriber.onSubscribe(this);
    try {
      if (!over) {
        source.set(listen.apply(this));
      }
    } catch (RuntimeException cannotListen) {
      fail(cannotListen);
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

  /** Hands over what the subscriber has asked for, unless somebody is at it. */
  void drain() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int answered = 1;
    while (answered > 0) {
      handOver();
      answered = calls.addAndGet(-answered);
    }
  }

  private void handOver() {
    long asked = demand.get();
    long told = 0;
    Stretch next;
    while (!over && told < asked && (next = backlog.poll()) != null) {
      subscriber.onNext(next.event());
      told++;
    }
    long taken = told;
    demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - taken);
    Throwable cause = failure.get();
    if (cause != null && !over) {
      over = true;
      subscriber.onError(cause);
    }
  }

  private void release() {
    source.dispose();
    backlog.close();
  }

  @Override
  public void request(long n) {
    if (n > 0) {
      demand.updateAndGet(asked -> asked + n < 0 ? Long.MAX_VALUE : asked + n);
    } else {
      fail(new IllegalArgumentException("§3.9: " + n + " events were requested"));
    }
    drain();
  }

  @Override
  public void cancel() {
    over = true;
    release();
  }
}

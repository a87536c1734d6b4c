package dev.animus4j.image;

import io.reactivex.rxjava3.core.Flowable;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Replays the parts of a call to subscribers that come late or are slow: all images, and the latest
 * of the other parts, at most a million characters of previews, though never less than the last
 * one.
 *
 * <p>Parts are emitted by one thread at a time. Subscribers must not throw.
 */
public final class ImageUpdateReplay extends Flowable<ImageUpdate> {
  private static final long CAPACITY = 1 << 20;
  private static final int LEAST_WEIGHT = 256;

  private final NavigableMap<Long, ImageUpdate> retained = new TreeMap<>();

  /** The numbers of the parts that may be evicted, the oldest first. */
  private final Deque<Long> evictable = new ArrayDeque<>();

  private final List<Replay> replays = new CopyOnWriteArrayList<>();
  private long weight;
  private long lastNumber;
  private boolean terminated;
  private @Nullable Throwable failure;

  /** Records a part and emits it to the subscribers. */
  public void emit(ImageUpdate update) {
    retain(update);
    replays.forEach(Replay::drain);
  }

  /** Ends with a failure, for present and later subscribers. */
  public void fail(Throwable cause) {
    terminate(cause);
  }

  /** Completes, for present and later subscribers. */
  public void complete() {
    terminate(null);
  }

  private void terminate(@Nullable Throwable cause) {
    synchronized (this) {
      failure = terminated ? failure : cause;
      terminated = true;
    }
    replays.forEach(Replay::drain);
  }

  private synchronized void retain(ImageUpdate update) {
    if (terminated) {
      return;
    }
    retained.put(++lastNumber, update);
    if (!(update instanceof Image)) {
      evictable.addLast(lastNumber);
      weight += weight(update);
    }
    while (weight > CAPACITY && evictable.size() > 1) {
      ImageUpdate evicted = retained.remove(evictable.removeFirst());
      weight -= evicted == null ? 0 : weight(evicted);
    }
  }

  private static int weight(ImageUpdate update) {
    URI preview = update instanceof ImageUpdate.Progressed progressed ? progressed.preview() : null;
    return LEAST_WEIGHT + (preview == null ? 0 : preview.toString().length());
  }

  private synchronized Map.@Nullable Entry<Long, ImageUpdate> nextAfter(long number) {
    return retained.higherEntry(number);
  }

  private synchronized boolean isTerminatedAfter(long number) {
    return terminated && retained.higherKey(number) == null;
  }

  private synchronized @Nullable Throwable failure() {
    return failure;
  }

  @Override
  protected void subscribeActual(Subscriber<? super ImageUpdate> subscriber) {
    Replay replay = new Replay(subscriber);
    subscriber.onSubscribe(replay);
    replays.add(replay);
    replay.drain();
    if (replay.cancelled) {
      replays.remove(replay);
    }
  }

  /** Subscription that has received everything up to a number. */
  private final class Replay implements Subscription {
    private final Subscriber<? super ImageUpdate> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger pendingDrains = new AtomicInteger();
    private volatile boolean cancelled;
    private long lastDelivered;

    Replay(Subscriber<? super ImageUpdate> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      demand.accumulateAndGet(
          n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
      drain();
    }

    @Override
    public void cancel() {
      cancelled = true;
      replays.remove(this);
    }

    void drain() {
      if (pendingDrains.getAndIncrement() == 0) {
        int seen = 1;
        do {
          deliver();
          seen = pendingDrains.addAndGet(-seen);
        } while (seen != 0);
      }
    }

    private void deliver() {
      while (!cancelled && demand.get() > 0) {
        Map.Entry<Long, ImageUpdate> next = nextAfter(lastDelivered);
        if (next == null) {
          break;
        }
        lastDelivered = next.getKey();
        if (demand.get() != Long.MAX_VALUE) {
          demand.decrementAndGet();
        }
        subscriber.onNext(next.getValue());
      }
      if (!cancelled && isTerminatedAfter(lastDelivered)) {
        cancel();
        finish(failure());
      }
    }

    private void finish(@Nullable Throwable cause) {
      if (cause == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(cause);
      }
    }
  }
}

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
 * What a call has told so far, for listeners who come late or are slow: all pictures, and of the
 * rest the latest, a million characters of previews at most, though never less than the last one.
 *
 * <p>Told by one thread at a time. Listeners must not throw.
 */
final class PartReplay extends Flowable<ImagePart> {
  private static final long ROOM = 1 << 20;
  private static final int LEAST_WEIGHT = 256;

  private final NavigableMap<Long, ImagePart> kept = new TreeMap<>();

  /** The numbers of what may go, the oldest first. */
  private final Deque<Long> passing = new ArrayDeque<>();

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private long weight;
  private long told;
  private boolean over;
  private @Nullable Throwable failure;

  void tell(ImagePart part) {
    keep(part);
    listeners.forEach(Listener::drain);
  }

  void fail(Throwable cause) {
    end(cause);
  }

  void complete() {
    end(null);
  }

  private void end(@Nullable Throwable cause) {
    synchronized (this) {
      failure = over ? failure : cause;
      over = true;
    }
    listeners.forEach(Listener::drain);
  }

  private synchronized void keep(ImagePart part) {
    if (over) {
      return;
    }
    kept.put(++told, part);
    if (!(part instanceof Image)) {
      passing.addLast(told);
      weight += weight(part);
    }
    while (weight > ROOM && passing.size() > 1) {
      ImagePart gone = kept.remove(passing.removeFirst());
      weight -= gone == null ? 0 : weight(gone);
    }
  }

  private static int weight(ImagePart part) {
    URI preview = part instanceof ImagePart.Progressed progressed ? progressed.preview() : null;
    return LEAST_WEIGHT + (preview == null ? 0 : preview.toString().length());
  }

  private synchronized Map.@Nullable Entry<Long, ImagePart> after(long number) {
    return kept.higherEntry(number);
  }

  private synchronized boolean isOverAfter(long number) {
    return over && kept.higherKey(number) == null;
  }

  private synchronized @Nullable Throwable failure() {
    return failure;
  }

  @Override
  protected void subscribeActual(Subscriber<? super ImagePart> subscriber) {
    Listener listener = new Listener(subscriber);
    subscriber.onSubscribe(listener);
    listeners.add(listener);
    listener.drain();
    if (listener.gone) {
      listeners.remove(listener);
    }
  }

  /** Who has heard of everything up to a number. */
  private final class Listener implements Subscription {
    private final Subscriber<? super ImagePart> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger drains = new AtomicInteger();
    private volatile boolean gone;
    private long heard;

    Listener(Subscriber<? super ImagePart> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      wanted.accumulateAndGet(
          n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
      drain();
    }

    @Override
    public void cancel() {
      gone = true;
      listeners.remove(this);
    }

    void drain() {
      if (drains.getAndIncrement() == 0) {
        int seen = 1;
        do {
          deliver();
          seen = drains.addAndGet(-seen);
        } while (seen != 0);
      }
    }

    private void deliver() {
      while (!gone && wanted.get() > 0) {
        Map.Entry<Long, ImagePart> next = after(heard);
        if (next == null) {
          break;
        }
        heard = next.getKey();
        if (wanted.get() != Long.MAX_VALUE) {
          wanted.decrementAndGet();
        }
        subscriber.onNext(next.getValue());
      }
      if (!gone && isOverAfter(heard)) {
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

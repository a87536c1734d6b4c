package dev.animus4j.image;

import dev.animus4j.vertx.DemandDrainLoop;
import dev.animus4j.vertx.DrainLoop;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Notification;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * Replays the parts of a call to subscribers that are late or slow. It keeps all images, and of the
 * other parts the latest ones: those with at most a million characters of previews together, and in
 * any case the last one.
 *
 * <p>Parts are emitted by one thread at a time. Subscribers must not throw.
 */
public final class ImageUpdateReplayProcessor extends Flowable<ImageUpdate> {
  private static final long CAPACITY = 1 << 20;
  private static final int LEAST_WEIGHT = 256;

  private final NavigableMap<Long, ImageUpdate> retained = new TreeMap<>();

  /** The numbers of the parts that may be evicted, the oldest first. */
  private final Deque<Long> evictable = new ArrayDeque<>();

  private final List<DemandDrainLoop<ImageUpdate>> subscribers = new CopyOnWriteArrayList<>();
  private long weight;
  private long lastNumber;
  private @Nullable Notification<ImageUpdate> termination;

  /** Records a part and emits it to the subscribers. */
  public void emit(ImageUpdate update) {
    retain(update);
    subscribers.forEach(DrainLoop::drain);
  }

  /** Ends with a failure, for present and later subscribers. */
  public void fail(Throwable cause) {
    terminate(Notification.createOnError(cause));
  }

  /** Completes, for present and later subscribers. */
  public void complete() {
    terminate(Notification.createOnComplete());
  }

  private void terminate(Notification<ImageUpdate> end) {
    synchronized (this) {
      termination = termination == null ? end : termination;
    }
    subscribers.forEach(DrainLoop::drain);
  }

  private synchronized void retain(ImageUpdate update) {
    if (termination != null) {
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

  private synchronized @Nullable Notification<ImageUpdate> terminationAfter(long number) {
    return retained.higherKey(number) == null ? termination : null;
  }

  @Override
  protected void subscribeActual(Subscriber<? super ImageUpdate> subscriber) {
    Cursor cursor = new Cursor(subscriber);
    subscriber.onSubscribe(cursor.demandDrain);
    subscribers.add(cursor.demandDrain);
    cursor.demandDrain.drain();
    if (cursor.demandDrain.isCancelled()) {
      subscribers.remove(cursor.demandDrain);
    }
  }

  /** Position of one subscriber. Advanced by the thread that emits to it, one at a time. */
  private final class Cursor implements DemandDrainLoop.Source<ImageUpdate> {
    private final DemandDrainLoop<ImageUpdate> demandDrain;
    private long lastNumber;

    Cursor(Subscriber<? super ImageUpdate> subscriber) {
      this.demandDrain = new DemandDrainLoop<>(subscriber, this);
    }

    @Override
    public @Nullable ImageUpdate poll() {
      Map.Entry<Long, ImageUpdate> next = nextAfter(lastNumber);
      if (next == null) {
        return null;
      }
      lastNumber = next.getKey();
      return next.getValue();
    }

    @Override
    public @Nullable Notification<ImageUpdate> termination() {
      return terminationAfter(lastNumber);
    }

    @Override
    public void release() {
      subscribers.remove(demandDrain);
    }
  }
}

package dev.animus4j.image.provider.json;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Stream of the bytes of one image, from an {@link ImageDemultiplexer} to its one subscriber. The
 * demultiplexer emits its signals serially; the subscriber may request and cancel at any time.
 */
final class ImageByteStream extends Flowable<Buffer> implements Subscription {
  private static final long ALL = Long.MAX_VALUE;

  private final int number;
  private final Runnable onChange;
  private final AtomicLong demand = new AtomicLong();
  private volatile @Nullable Subscriber<? super Buffer> subscriber;
  private volatile boolean closed;
  private volatile boolean discarded;

  /**
   * @param number the number of the image in its document, from 0
   * @param onChange called after the subscriber subscribed, requested or cancelled; from any thread
   */
  ImageByteStream(int number, Runnable onChange) {
    this.number = number;
    this.onChange = onChange;
  }

  int number() {
    return number;
  }

  /** Whether there is a subscriber with demand. */
  boolean hasDemand() {
    return subscriber != null && !closed && demand.get() > 0;
  }

  /**
   * Marks the image as discarded: its stream ends with a CancellationException, which the reader
   * ignores.
   */
  void discard() {
    discarded = true;
  }

  /** Whether the image was discarded, so that its failure is to be ignored. */
  boolean isDiscarded() {
    return discarded;
  }

  void emit(Buffer bytes) {
    Subscriber<? super Buffer> current = subscriber;
    if (current != null && !closed) {
      demand.accumulateAndGet(
          1, (requested, emitted) -> requested == ALL ? ALL : requested - emitted);
      current.onNext(bytes);
    }
  }

  /** Completes the stream, or fails it; false when there is no subscriber yet. */
  boolean terminate(@Nullable Throwable failure) {
    Subscriber<? super Buffer> current = subscriber;
    if (current != null && !closed) {
      closed = true;
      if (failure != null) {
        current.onError(failure);
      } else if (discarded) {
        current.onError(new CancellationException("the picture is not wanted"));
      } else {
        current.onComplete();
      }
    }
    return closed;
  }

  @Override
  protected void subscribeActual(Subscriber<? super Buffer> next) {
    next.onSubscribe(this);
    subscriber = next;
    onChange.run();
  }

  @Override
  public void request(long n) {
    demand.accumulateAndGet(n, (requested, more) -> requested + more < 0 ? ALL : requested + more);
    onChange.run();
  }

  @Override
  public void cancel() {
    closed = true;
    onChange.run();
  }
}

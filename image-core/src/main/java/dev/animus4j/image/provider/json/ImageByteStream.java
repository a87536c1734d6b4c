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
  private static final int HEAD = 64 * 1024;

  private final int number;
  private final Runnable onChange;
  private final AtomicLong demand = new AtomicLong();
  private volatile @Nullable Subscriber<? super Buffer> subscriber;
  private volatile boolean closed;
  private volatile boolean discarded;
  private volatile boolean failed;
  private boolean ended;
  private long emitted;

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

  /** Whether bytes may be emitted: there is demand, or they are not wanted any more. */
  boolean hasDemand() {
    return closed || (subscriber != null && demand.get() > 0);
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * How many bytes may be skipped, for the sake of the images behind this one, after it was
   * refused: few if it was refused late, since it may have no end.
   */
  long maxSkipped() {
    return emitted > HEAD ? 1 << 20 : 32 << 20;
  }

  /** Whether the stream ended with a failure of its source. */
  boolean hasFailed() {
    return failed;
  }

  /**
   * Marks the image as discarded: its stream ends with a CancellationException, so that it is not
   * stored.
   */
  void discard() {
    discarded = true;
  }

  void ifWanted(Runnable action) {
    if (!discarded) {
      action.run();
    }
  }

  void emit(Buffer bytes) {
    Subscriber<? super Buffer> current = subscriber;
    if (current != null && !closed) {
      emitted += bytes.length();
      demand.accumulateAndGet(
          1, (requested, emitted) -> requested == ALL ? ALL : requested - emitted);
      current.onNext(bytes);
    }
  }

  /** Marks the image as whole: all of its bytes have been emitted. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Completes the stream, or fails it; false when there is no subscriber yet. */
  boolean terminate(@Nullable Throwable failure) {
    Subscriber<? super Buffer> current = subscriber;
    if (current != null && !closed) {
      closed = true;
      failed = failure != null;
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

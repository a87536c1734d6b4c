package dev.animus4j.image.provider;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The bytes of one picture on the way from a {@link Sieve} to its one reader. Whatever is told to
 * it, the sieve tells one after the other; the reader may ask and leave at any time.
 */
final class PictureBytes extends Flowable<Buffer> implements Subscription {
  private static final long ALL = Long.MAX_VALUE;

  private final int number;
  private final Runnable changed;
  private final AtomicLong demand = new AtomicLong();
  private volatile @Nullable Subscriber<? super Buffer> reader;
  private volatile boolean left;
  private volatile boolean unwanted;

  /**
   * @param number which one of its document, from 0
   * @param changed called after the reader came, asked or left; from any thread
   */
  PictureBytes(int number, Runnable changed) {
    this.number = number;
    this.changed = changed;
  }

  int number() {
    return number;
  }

  /** Whether the reader is there and has asked for bytes. */
  boolean isWanted() {
    return reader != null && !left && demand.get() > 0;
  }

  /** Nobody shall keep it, after all: it ends with a failure, once it ends. */
  void discard() {
    unwanted = true;
  }

  /** Whether its failure is no failure, but a way to say that it need not be kept. */
  boolean isDiscarded() {
    return unwanted;
  }

  void next(Buffer bytes) {
    Subscriber<? super Buffer> present = reader;
    if (present != null && !left) {
      demand.accumulateAndGet(1, (asked, given) -> asked == ALL ? ALL : asked - given);
      present.onNext(bytes);
    }
  }

  /** Ends it, well if there is no failure; false when the reader is not there yet. */
  boolean end(@Nullable Throwable failure) {
    Subscriber<? super Buffer> present = reader;
    if (present != null && !left) {
      left = true;
      if (failure != null) {
        present.onError(failure);
      } else if (unwanted) {
        present.onError(new CancellationException("the picture is not wanted"));
      } else {
        present.onComplete();
      }
    }
    return left;
  }

  @Override
  protected void subscribeActual(Subscriber<? super Buffer> next) {
    next.onSubscribe(this);
    reader = next;
    changed.run();
  }

  @Override
  public void request(long n) {
    demand.accumulateAndGet(n, (asked, more) -> asked + more < 0 ? ALL : asked + more);
    changed.run();
  }

  @Override
  public void cancel() {
    left = true;
    changed.run();
  }
}

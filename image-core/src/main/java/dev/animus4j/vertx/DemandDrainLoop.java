package dev.animus4j.vertx;

import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Loop that emits the items of a source to one subscriber as it requests them. A subscriber that
 * throws is cancelled, without effect on others.
 */
public final class DemandDrainLoop<T> extends DrainLoop implements Subscription {
  private final Subscriber<? super T> subscriber;
  private final Source<T> source;
  private final AtomicLong demand = new AtomicLong();
  private volatile @Nullable Throwable requestError;
  private volatile boolean cancelled;

  /** Source of the items. */
  public interface Source<T> {
    /** Removes the next item; null when there is none now. */
    @Nullable T poll();

    /** The termination of the source, once there is nothing to {@link #poll}; null until then. */
    @Nullable Notification<T> termination();

    /** Releases the source, which will not be polled any more. */
    void release();
  }

  /** Creates the subscription of this subscriber, which has requested nothing yet. */
  public DemandDrainLoop(Subscriber<? super T> subscriber, Source<T> source) {
    this.subscriber = subscriber;
    this.source = source;
  }

  /** Whether the subscriber has cancelled, or has received the termination. */
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  protected void drainOnce() {
    try {
      emit();
      terminate(
          requestError == null ? source.termination() : Notification.createOnError(requestError));
    } catch (Throwable thrown) {
      cancel();
      RxJavaPlugins.onError(FaultIsolation.failure(thrown));
    }
  }

  private void emit() {
    long requested = demand.get();
    long emitted = 0;
    @Nullable T next;
    while (!cancelled && emitted < requested && (next = source.poll()) != null) {
      emitted++;
      subscriber.onNext(next);
    }
    long consumed = emitted;
    if (consumed > 0) {
      demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - consumed);
    }
  }

  private void terminate(@Nullable Notification<T> end) {
    if (end == null || cancelled) {
      return;
    }
    cancel();
    if (end.getError() == null) {
      subscriber.onComplete();
    } else {
      subscriber.onError(end.getError());
    }
  }

  @Override
  public void request(long n) {
    if (n > 0) {
      demand.updateAndGet(requested -> requested + n < 0 ? Long.MAX_VALUE : requested + n);
    } else {
      requestError = new IllegalArgumentException("§3.9: " + n + " items were requested");
    }
    drain();
  }

  @Override
  public void cancel() {
    cancelled = true;
    source.release();
  }
}

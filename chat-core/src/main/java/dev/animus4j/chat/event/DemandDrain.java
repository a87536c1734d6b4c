package dev.animus4j.chat.event;

import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Emits the events of a source to one subscriber as it requests them. The thread that finds the
 * drain idle emits for all others, which return at once: none waits, and no lock is held meanwhile.
 * A subscriber that throws is cancelled, without effect on others.
 */
final class DemandDrain implements Subscription {
  private final Subscriber<? super ChatEvent> subscriber;
  private final Source source;
  private final AtomicLong demand = new AtomicLong();

  /** Pending calls of {@link #drain}; the first emits for all of them. */
  private final AtomicInteger calls = new AtomicInteger();

  private volatile @Nullable Throwable requestError;
  private volatile boolean cancelled;

  /** Source of the events. */
  interface Source {
    /** Removes the next event; null when there is none now. */
    @Nullable ChatEvent poll();

    /** The termination of the source, once there is nothing to {@link #poll}; null until then. */
    @Nullable Notification<ChatEvent> termination();

    /** Releases the source, which will not be polled any more. */
    void release();
  }

  DemandDrain(Subscriber<? super ChatEvent> subscriber, Source source) {
    this.subscriber = subscriber;
    this.source = source;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Emits what the subscriber has requested, unless another thread is doing so. */
  void drain() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int handled = 1;
    while (handled > 0) {
      drainOnce();
      handled = calls.addAndGet(-handled);
    }
  }

  private void drainOnce() {
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
    ChatEvent next;
    while (!cancelled && emitted < requested && (next = source.poll()) != null) {
      emitted++;
      subscriber.onNext(next);
    }
    long consumed = emitted;
    if (consumed > 0) {
      demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - consumed);
    }
  }

  private void terminate(@Nullable Notification<ChatEvent> end) {
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
      requestError = new IllegalArgumentException("§3.9: " + n + " events were requested");
    }
    drain();
  }

  @Override
  public void cancel() {
    cancelled = true;
    source.release();
  }
}

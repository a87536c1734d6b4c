package dev.animus4j.vertx;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Operator that confines a stream to an event loop. Items emitted there already pass through at
 * once; RxJava's own {@code observeOn} would create a task for each item, for each token of each
 * reply.
 */
final class ObserveOnEventLoop<T> implements FlowableSubscriber<T>, Subscription {
  private final Subscriber<? super T> downstream;
  private final Context context;
  private final Scheduler scheduler;
  private final Queue<Notification<T>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pendingCount = new AtomicInteger();
  private @Nullable Subscription upstream;
  private volatile boolean cancelled;

  private ObserveOnEventLoop(
      Subscriber<? super T> downstream, Context context, Scheduler scheduler) {
    this.downstream = downstream;
    this.context = context;
    this.scheduler = scheduler;
  }

  static <T> Flowable<T> confine(Flowable<T> stream, Context context, Scheduler scheduler) {
    return Flowable.unsafeCreate(
        subscriber -> stream.subscribe(new ObserveOnEventLoop<>(subscriber, context, scheduler)));
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    downstream.onSubscribe(this);
  }

  @Override
  public void onNext(T item) {
    if (canPassThrough()) {
      downstream.onNext(item);
    } else {
      enqueue(Notification.createOnNext(item));
    }
  }

  @Override
  public void onError(Throwable cause) {
    if (canPassThrough()) {
      downstream.onError(cause);
    } else {
      enqueue(Notification.createOnError(cause));
    }
  }

  @Override
  public void onComplete() {
    if (canPassThrough()) {
      downstream.onComplete();
    } else {
      enqueue(Notification.createOnComplete());
    }
  }

  /** Whether a signal may pass through: none overtakes queued ones. */
  private boolean canPassThrough() {
    return pendingCount.get() == 0 && VerticleFreeContexts.isCurrent(context);
  }

  private void enqueue(Notification<T> signal) {
    waiting.add(signal);
    if (pendingCount.getAndIncrement() == 0) {
      scheduler.scheduleDirect(this::drain);
    }
  }

  private void drain() {
    do {
      Notification<T> next = waiting.poll();
      if (next != null && !cancelled) {
        deliver(next);
      }
    } while (pendingCount.decrementAndGet() > 0);
  }

  private void deliver(Notification<T> signal) {
    if (signal.isOnNext()) {
      downstream.onNext(signal.getValue());
    } else if (signal.isOnError()) {
      downstream.onError(signal.getError());
    } else {
      downstream.onComplete();
    }
  }

  @Override
  public void request(long n) {
    if (upstream != null) {
      upstream.request(n);
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (upstream != null) {
      upstream.cancel();
    }
  }
}

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
 * Brings a stream to an event loop. What is emitted there already passes on at once; RxJava's own
 * {@code observeOn} would make a task of each item, for each word of each answer.
 */
final class Confinement<T> implements FlowableSubscriber<T>, Subscription {
  private final Subscriber<? super T> downstream;
  private final Context context;
  private final Scheduler scheduler;
  private final Queue<Notification<T>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left = new AtomicInteger();
  private @Nullable Subscription upstream;
  private volatile boolean cancelled;

  private Confinement(Subscriber<? super T> downstream, Context context, Scheduler scheduler) {
    this.downstream = downstream;
    this.context = context;
    this.scheduler = scheduler;
  }

  static <T> Flowable<T> of(Flowable<T> stream, Context context, Scheduler scheduler) {
    return Flowable.unsafeCreate(
        subscriber -> stream.subscribe(new Confinement<>(subscriber, context, scheduler)));
  }

  @Override
  public void onSubscribe(Subscription begun) {
    upstream = begun;
    downstream.onSubscribe(this);
  }

  @Override
  public void onNext(T item) {
    if (isPassing()) {
      downstream.onNext(item);
    } else {
      later(Notification.createOnNext(item));
    }
  }

  @Override
  public void onError(Throwable cause) {
    if (isPassing()) {
      downstream.onError(cause);
    } else {
      later(Notification.createOnError(cause));
    }
  }

  @Override
  public void onComplete() {
    if (isPassing()) {
      downstream.onComplete();
    } else {
      later(Notification.createOnComplete());
    }
  }

  /** Nothing overtakes what waits. */
  private boolean isPassing() {
    return left.get() == 0 && EventLoops.isOn(context);
  }

  private void later(Notification<T> signal) {
    waiting.add(signal);
    if (left.getAndIncrement() == 0) {
      scheduler.scheduleDirect(this::drain);
    }
  }

  private void drain() {
    do {
      Notification<T> next = waiting.poll();
      if (next != null && !cancelled) {
        deliver(next);
      }
    } while (left.decrementAndGet() > 0);
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

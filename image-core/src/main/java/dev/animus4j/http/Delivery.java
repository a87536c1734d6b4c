package dev.animus4j.http;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.subscribers.SerializedSubscriber;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * What a reader makes of the answer of an exchange, on its way to the subscriber. What is asked for
 * before there is an answer is asked of the reader once there is one. It ends once, and the
 * exchange is closed before the subscriber hears of it.
 */
final class Delivery<T> implements FlowableSubscriber<T>, Subscription {
  private final Exchange exchange;
  private final SerializedSubscriber<T> subscriber;
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable Subscription source;
  private long asked;

  Delivery(Exchange exchange, Subscriber<? super T> subscriber) {
    this.exchange = exchange;
    this.subscriber = new SerializedSubscriber<>(subscriber);
  }

  void begin() {
    subscriber.onSubscribe(this);
  }

  /** The exchange failed; whatever the reader is about counts no more. */
  void fail(Throwable failure) {
    if (end(false)) {
      leave();
      subscriber.onError(failure);
    }
  }

  @Override
  public void onSubscribe(Subscription begun) {
    long known = became(begun);
    if (over.get()) {
      begun.cancel();
    } else if (known > 0) {
      begun.request(known);
    }
  }

  @Override
  public void onNext(T item) {
    if (!over.get()) {
      subscriber.onNext(item);
    }
  }

  /** A connection that breaks while the subscriber leaves is nobody's concern. */
  @Override
  public void onError(Throwable failure) {
    if (end(false)) {
      subscriber.onError(failure);
    }
  }

  @Override
  public void onComplete() {
    if (end(true)) {
      subscriber.onComplete();
    }
  }

  @Override
  public void request(long n) {
    Subscription known = asking(n);
    if (known != null) {
      known.request(n);
    }
  }

  @Override
  public void cancel() {
    if (end(false)) {
      leave();
    }
  }

  private boolean end(boolean completed) {
    boolean first = over.compareAndSet(false, true);
    if (first) {
      exchange.close(completed);
    }
    return first;
  }

  private synchronized long became(Subscription begun) {
    source = begun;
    return asked;
  }

  private synchronized @Nullable Subscription asking(long n) {
    if (source == null) {
      asked = asked + n < 0 ? Long.MAX_VALUE : asked + n;
    }
    return source;
  }

  private synchronized void leave() {
    if (source != null) {
      source.cancel();
    }
  }
}

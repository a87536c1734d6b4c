package dev.animus4j.http;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.subscribers.SerializedSubscriber;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Passes the items of the reader to the subscriber of an exchange. Demand that precedes the
 * response is requested from the reader once there is one. It ends once, and the exchange is closed
 * before the subscriber gets the end.
 */
final class ReaderRelay<T> implements FlowableSubscriber<T>, Subscription {
  private final HttpExchange exchange;
  private final SerializedSubscriber<T> subscriber;
  private final AtomicBoolean done = new AtomicBoolean();
  private @Nullable Subscription source;
  private long requested;

  ReaderRelay(HttpExchange exchange, Subscriber<? super T> subscriber) {
    this.exchange = exchange;
    this.subscriber = new SerializedSubscriber<>(subscriber);
  }

  void start() {
    subscriber.onSubscribe(this);
  }

  /** Fails the exchange; later signals of the reader are ignored. */
  void fail(Throwable failure) {
    if (end(false)) {
      cancelSource();
      subscriber.onError(failure);
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    long demand = setSource(subscription);
    if (done.get()) {
      subscription.cancel();
    } else if (demand > 0) {
      subscription.request(demand);
    }
  }

  @Override
  public void onNext(T item) {
    if (!done.get()) {
      subscriber.onNext(item);
    }
  }

  /** A connection that breaks after a cancel is ignored. */
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
    Subscription upstream = addDemand(n);
    if (upstream != null) {
      upstream.request(n);
    }
  }

  @Override
  public void cancel() {
    if (end(false)) {
      cancelSource();
    }
  }

  private boolean end(boolean completed) {
    boolean first = done.compareAndSet(false, true);
    if (first) {
      exchange.close(completed);
    }
    return first;
  }

  private synchronized long setSource(Subscription subscription) {
    source = subscription;
    return requested;
  }

  private synchronized @Nullable Subscription addDemand(long n) {
    if (source == null) {
      requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
    }
    return source;
  }

  private synchronized void cancelSource() {
    if (source != null) {
      source.cancel();
    }
  }
}

package dev.animus4j.failure;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.functions.Supplier;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Passes on a stream of others; what it throws on any call of ours fails it. */
final class IsolatedSubscriber<T> implements FlowableSubscriber<T>, Subscription {
  private final Subscriber<? super T> downstream;
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable Subscription upstream;

  IsolatedSubscriber(Subscriber<? super T> downstream) {
    this.downstream = downstream;
  }

  void subscribe(Supplier<? extends Publisher<? extends T>> code) {
    try {
      Publisher<? extends T> source = code.get();
      Objects.requireNonNull(source, "nothing was returned").subscribe(this);
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  @Override
  public void onSubscribe(Subscription begun) {
    if (upstream == null) {
      upstream = begun;
      downstream.onSubscribe(this);
    } else {
      begun.cancel();
    }
  }

  @Override
  public void onNext(T item) {
    if (!over.get()) {
      downstream.onNext(item);
    }
  }

  @Override
  public void onError(Throwable cause) {
    if (over.compareAndSet(false, true)) {
      downstream.onError(Isolation.failure(cause));
    } else {
      RxJavaPlugins.onError(cause);
    }
  }

  @Override
  public void onComplete() {
    if (over.compareAndSet(false, true)) {
      downstream.onComplete();
    }
  }

  @Override
  public void request(long n) {
    Subscription known = upstream;
    try {
      if (known != null) {
        known.request(n);
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  @Override
  public void cancel() {
    Subscription known = upstream;
    try {
      if (known != null) {
        known.cancel();
      }
    } catch (Throwable thrown) {
      RxJavaPlugins.onError(Isolation.failure(thrown));
    }
  }

  /** RxJava tells a failed subscription by a NullPointerException that it says is none. */
  private void fail(Throwable thrown) {
    if (!over.compareAndSet(false, true)) {
      RxJavaPlugins.onError(Isolation.failure(thrown));
      return;
    }
    Throwable cause = thrown instanceof NullPointerException ? thrown.getCause() : null;
    Throwable failure = Isolation.failure(cause == null ? thrown : cause);
    if (upstream == null) {
      Flowable.<T>error(failure).subscribe(downstream);
    } else {
      cancel();
      downstream.onError(failure);
    }
  }
}

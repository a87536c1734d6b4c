package dev.animus4j.failure;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.functions.Action;
import io.reactivex.rxjava3.functions.Supplier;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Subscriber that isolates upstream and downstream: an exception that either throws on any call
 * ends the stream, in order, and is never thrown into the other one.
 */
final class IsolatedSubscriber<T> implements FlowableSubscriber<T>, Subscription {
  private final Subscriber<? super T> downstream;
  private final AtomicBoolean done = new AtomicBoolean();

  /** The number of nested {@code onNext} calls: more than one when a source emits on request. */
  private final AtomicInteger delivering = new AtomicInteger();

  /** The failure to emit once no item is being emitted; a request may fail during one. */
  private final AtomicReference<@Nullable Throwable> pendingFailure = new AtomicReference<>();

  private @Nullable Subscription upstream;
  private volatile boolean cancelled;

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
  public void onSubscribe(Subscription subscription) {
    if (upstream != null) {
      subscription.cancel();
      return;
    }
    upstream = subscription;
    try {
      downstream.onSubscribe(this);
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  @Override
  public void onNext(T item) {
    delivering.incrementAndGet();
    try {
      if (!done.get()) {
        downstream.onNext(item);
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
    if (delivering.decrementAndGet() == 0) {
      emitFailure();
    }
  }

  @Override
  public void onError(Throwable cause) {
    if (done.compareAndSet(false, true)) {
      runSafely(() -> downstream.onError(FaultIsolation.failure(cause)));
    } else if (!cancelled) {
      RxJavaPlugins.onError(cause);
    }
  }

  /**
   * A downstream that throws on completion may not have passed it on, and gets the failure instead.
   */
  @Override
  public void onComplete() {
    if (done.compareAndSet(false, true)) {
      try {
        downstream.onComplete();
      } catch (Throwable thrown) {
        runSafely(() -> downstream.onError(FaultIsolation.failure(thrown)));
      }
    }
  }

  @Override
  public void request(long n) {
    Subscription source = upstream;
    try {
      if (source != null) {
        source.request(n);
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  /** Cancels also sources that ignore it; their later signals are dropped. */
  @Override
  public void cancel() {
    cancelled = true;
    done.set(true);
    cancelUpstream();
  }

  private void cancelUpstream() {
    Subscription source = upstream;
    if (source != null) {
      runSafely(source::cancel);
    }
  }

  /**
   * RxJava wraps an exception of a subscription in a NullPointerException, which is unwrapped here.
   */
  private void fail(Throwable thrown) {
    if (!done.compareAndSet(false, true)) {
      RxJavaPlugins.onError(FaultIsolation.failure(thrown));
      return;
    }
    Throwable cause = thrown instanceof NullPointerException ? thrown.getCause() : null;
    Throwable failure = FaultIsolation.failure(cause == null ? thrown : cause);
    if (upstream == null) {
      runSafely(() -> Flowable.<T>error(failure).subscribe(downstream));
      return;
    }
    cancelUpstream();
    pendingFailure.set(failure);
    if (delivering.get() == 0) {
      emitFailure();
    }
  }

  private void emitFailure() {
    Throwable failure = pendingFailure.getAndSet(null);
    if (failure != null) {
      runSafely(() -> downstream.onError(failure));
    }
  }

  /** An exception thrown now, after the end or a cancel, goes to the plugin handler. */
  private static void runSafely(Action action) {
    try {
      action.run();
    } catch (Throwable thrown) {
      RxJavaPlugins.onError(FaultIsolation.failure(thrown));
    }
  }
}

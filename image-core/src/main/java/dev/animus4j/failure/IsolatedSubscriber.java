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
 * Stands between two sides that know nothing of each other: what either throws on any call ends the
 * stream, in order, and never gets to the other one as something thrown.
 */
final class IsolatedSubscriber<T> implements FlowableSubscriber<T>, Subscription {
  private final Subscriber<? super T> downstream;
  private final AtomicBoolean over = new AtomicBoolean();

  /** How many items are being delivered: more than one where a source emits when asked for more. */
  private final AtomicInteger delivering = new AtomicInteger();

  /** What is told as soon as nothing is being delivered; a request may fail beside a delivery. */
  private final AtomicReference<@Nullable Throwable> untold = new AtomicReference<>();

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
    if (upstream != null) {
      begun.cancel();
      return;
    }
    upstream = begun;
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
      if (!over.get()) {
        downstream.onNext(item);
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
    if (delivering.decrementAndGet() == 0) {
      tell();
    }
  }

  @Override
  public void onError(Throwable cause) {
    if (over.compareAndSet(false, true)) {
      attempt(() -> downstream.onError(Isolation.failure(cause)));
    } else {
      RxJavaPlugins.onError(cause);
    }
  }

  /** Whoever throws at the end may not have passed it on, and then fails instead. */
  @Override
  public void onComplete() {
    if (over.compareAndSet(false, true)) {
      try {
        downstream.onComplete();
      } catch (Throwable thrown) {
        attempt(() -> downstream.onError(Isolation.failure(thrown)));
      }
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

  /** Also ends what goes on regardless. */
  @Override
  public void cancel() {
    over.set(true);
    leave();
  }

  private void leave() {
    Subscription known = upstream;
    if (known != null) {
      attempt(known::cancel);
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
      attempt(() -> Flowable.<T>error(failure).subscribe(downstream));
      return;
    }
    leave();
    untold.set(failure);
    if (delivering.get() == 0) {
      tell();
    }
  }

  private void tell() {
    Throwable failure = untold.getAndSet(null);
    if (failure != null) {
      attempt(() -> downstream.onError(failure));
    }
  }

  /** Whoever throws now has been told the end, or has left. */
  private static void attempt(Action action) {
    try {
      action.run();
    } catch (Throwable thrown) {
      RxJavaPlugins.onError(Isolation.failure(thrown));
    }
  }
}

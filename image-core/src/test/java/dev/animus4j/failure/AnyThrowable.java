package dev.animus4j.failure;

import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Every kind of thing that code of others may throw, and every moment at which it may. */
public enum AnyThrowable {
  RUNTIME(new IllegalStateException("runtime")),
  CHECKED(new IOException("checked")),
  NULL(new NullPointerException("null")),
  ASSERTION(new AssertionError("assertion")),
  LINKAGE(new NoClassDefFoundError("com/example/Optional")),
  STACK(new StackOverflowError("deep")),
  MEMORY(new OutOfMemoryError("full"));

  private final Throwable any;

  AnyThrowable(Throwable any) {
    this.any = any;
  }

  /** When a stream throws. */
  public enum ThrowPoint {
    CALL,
    SUBSCRIPTION,
    REQUEST,
    FIRST_ITEM,
    THIRD_ITEM,
    COMPLETION
  }

  /** Throws it, checked or not. */
  public <T> T now() {
    return AnyThrowable.<T, RuntimeException>sneaky(any);
  }

  /** Whether this failure tells of it. */
  public boolean isToldBy(@Nullable Throwable failure) {
    return failure != null && (failure == any || isToldBy(failure.getCause()));
  }

  /** The same stream, throwing at this moment; at a call when this method is called. */
  public <T> Flowable<T> at(ThrowPoint throwPoint, Flowable<T> stream) {
    return switch (throwPoint) {
      case CALL -> now();
      case SUBSCRIPTION -> new ThrowingFlowable<>(this, false);
      case REQUEST -> new ThrowingFlowable<>(this, true);
      case FIRST_ITEM -> stream.map(item -> this.<T>now());
      case THIRD_ITEM -> stream.take(2).concatWith(stream.take(1).map(item -> this.<T>now()));
      case COMPLETION -> stream.doOnComplete(this::now);
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T, E extends Throwable> T sneaky(Throwable any) throws E {
    throw (E) any;
  }

  /** Throws when it is subscribed to, or asked for items. */
  private static final class ThrowingFlowable<T> extends Flowable<T> implements Subscription {
    private final AnyThrowable anyThrowable;
    private final boolean asked;

    ThrowingFlowable(AnyThrowable anyThrowable, boolean asked) {
      this.anyThrowable = anyThrowable;
      this.asked = asked;
    }

    @Override
    protected void subscribeActual(Subscriber<? super T> subscriber) {
      if (asked) {
        subscriber.onSubscribe(this);
      } else {
        anyThrowable.now();
      }
    }

    @Override
    public void request(long n) {
      anyThrowable.now();
    }

    @Override
    public void cancel() {
      anyThrowable.now();
    }
  }
}

package dev.animus4j.failure;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.exceptions.Exceptions;
import io.reactivex.rxjava3.functions.Action;
import io.reactivex.rxjava3.functions.Supplier;
import org.reactivestreams.Publisher;

/**
 * Isolates foreign code: whatever it throws becomes a failure of that call alone. RxJava rethrows
 * throwables that it considers fatal ({@link Exceptions#throwIfFatal}: linkage errors, a stack
 * overflow, no memory) through every operator that would have released something; one class missing
 * in a callback would lock a conversation for ever.
 */
public final class FaultIsolation {
  private FaultIsolation() {}

  /**
   * Returns a throwable that RxJava emits as a failure: the same, or a {@link RuntimeException}
   * caused by it.
   */
  public static Throwable failure(Throwable thrown) {
    try {
      Exceptions.throwIfFatal(thrown);
      return thrown;
    } catch (Throwable fatal) {
      return new Fatal(fatal);
    }
  }

  /**
   * Returns the result of this code.
   *
   * @throws RuntimeException the exception it threw, or one caused by it
   */
  public static <T> T call(Supplier<T> code) {
    try {
      return code.get();
    } catch (Throwable thrown) {
      throw Exceptions.propagate(failure(thrown));
    }
  }

  /** Runs this code; see {@link #call}. */
  public static void run(Action code) {
    try {
      code.run();
    } catch (Throwable thrown) {
      throw Exceptions.propagate(failure(thrown));
    }
  }

  /**
   * Returns the stream that this code creates for each subscriber. It fails when the code, or its
   * stream, throws on any call, or when the code returns null. A subscriber that throws ends its
   * own subscription in the same way: the stream is cancelled, so that it releases its resources,
   * and other subscribers of the same source are not affected.
   */
  public static <T> Flowable<T> flowable(Supplier<? extends Publisher<? extends T>> code) {
    return Flowable.unsafeCreate(
        subscriber -> new IsolatedSubscriber<T>(subscriber).subscribe(code));
  }

  /** Returns a single result, isolated as in {@link #flowable}. */
  public static <T> Single<T> single(Supplier<? extends SingleSource<? extends T>> code) {
    return FaultIsolation.<T>flowable(() -> Single.<T>wrap(widen(code.get())).toFlowable())
        .singleOrError();
  }

  /** Returns a completion, isolated as in {@link #flowable}. */
  public static Completable completable(Supplier<? extends CompletableSource> code) {
    return flowable(() -> Completable.wrap(code.get()).toFlowable()).ignoreElements();
  }

  @SuppressWarnings("unchecked") // a source of a subtype is one of the type
  private static <T> SingleSource<T> widen(SingleSource<? extends T> source) {
    return (SingleSource<T>) source;
  }

  /** Wraps a throwable that RxJava would rethrow as fatal. */
  private static final class Fatal extends RuntimeException {
    Fatal(Throwable cause) {
      super(cause.toString(), cause, false, false);
    }
  }
}

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
 * Calls code of others, so that whatever it throws becomes a failure of that call alone. RxJava
 * rethrows what it takes for fatal ({@link Exceptions#throwIfFatal}: linkage errors, a stack
 * overflow, no memory) through every operator that would have released something; one class missing
 * in a callback would lock a conversation for ever.
 */
public final class Isolation {
  private Isolation() {}

  /**
   * What was thrown, as something that RxJava passes on as a failure: itself, or a {@link
   * RuntimeException} caused by it.
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
   * What this code returns.
   *
   * @throws RuntimeException what it threw, or caused by that
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
   * The stream that this code makes for each subscriber. It fails when the code, or the stream that
   * it makes, throws on any call, or when there is none. A subscriber that throws ends its own
   * subscription in the same way: the stream is cancelled, so that it lets go of what it holds, and
   * whoever else is told of the same things does not notice.
   */
  public static <T> Flowable<T> flowable(Supplier<? extends Publisher<? extends T>> code) {
    return Flowable.unsafeCreate(
        subscriber -> new IsolatedSubscriber<T>(subscriber).subscribe(code));
  }

  /** The same of a result. */
  public static <T> Single<T> single(Supplier<? extends SingleSource<? extends T>> code) {
    return Isolation.<T>flowable(() -> Single.<T>wrap(widened(code.get())).toFlowable())
        .singleOrError();
  }

  /** The same of something that only completes. */
  public static Completable completable(Supplier<? extends CompletableSource> code) {
    return flowable(() -> Completable.wrap(code.get()).toFlowable()).ignoreElements();
  }

  @SuppressWarnings("unchecked") // a source of a subtype is one of the type
  private static <T> SingleSource<T> widened(SingleSource<? extends T> source) {
    return (SingleSource<T>) source;
  }

  /** Something that RxJava would not have passed on. */
  private static final class Fatal extends RuntimeException {
    Fatal(Throwable cause) {
      super(cause.toString(), cause, false, false);
    }
  }
}

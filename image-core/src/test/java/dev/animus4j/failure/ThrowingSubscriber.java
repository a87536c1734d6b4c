package dev.animus4j.failure;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import org.reactivestreams.Subscription;

/** A listener that throws in one of its methods, and otherwise wants to hear everything. */
public record ThrowingSubscriber<T>(AnyThrowable thrown, Callback where)
    implements FlowableSubscriber<T> {
  /** In which method. */
  public enum Callback {
    SUBSCRIPTION,
    ITEM,
    ERROR,
    COMPLETION
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    at(Callback.SUBSCRIPTION);
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(T item) {
    at(Callback.ITEM);
  }

  @Override
  public void onError(Throwable failure) {
    at(Callback.ERROR);
  }

  @Override
  public void onComplete() {
    at(Callback.COMPLETION);
  }

  private void at(Callback now) {
    if (now == where) {
      thrown.now();
    }
  }
}

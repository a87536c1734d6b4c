package dev.animus4j.failure;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import org.reactivestreams.Subscription;

/** A listener that throws in one of its methods, and otherwise wants to hear everything. */
public record ThrowingListener<T>(Thrown thrown, Where where) implements FlowableSubscriber<T> {
  /** In which method. */
  public enum Where {
    SUBSCRIPTION,
    ITEM,
    ERROR,
    COMPLETION
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    at(Where.SUBSCRIPTION);
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(T item) {
    at(Where.ITEM);
  }

  @Override
  public void onError(Throwable failure) {
    at(Where.ERROR);
  }

  @Override
  public void onComplete() {
    at(Where.COMPLETION);
  }

  private void at(Where now) {
    if (now == where) {
      thrown.now();
    }
  }
}

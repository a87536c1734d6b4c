package dev.animus4j.checks.simulation;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.functions.Supplier;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Passes a response on, also when an error is thrown meanwhile, and records it. */
final class ModelCallObserver<P> {
  private final SimulatedWorld simulatedWorld;
  private final ModelCall modelCall;
  private final Runnable end;

  /**
   * Records one call.
   *
   * @param end called when it is over, however
   */
  ModelCallObserver(SimulatedWorld simulatedWorld, ModelCall modelCall, Runnable end) {
    this.simulatedWorld = simulatedWorld;
    this.modelCall = modelCall;
    this.end = end;
  }

  /** The response, which begins on subscription. */
  Flowable<P> observe(Supplier<Flowable<P>> answer) throws Throwable {
    try {
      Flowable<P> source = answer.get();
      return Flowable.unsafeCreate(listener -> subscribe(source, listener));
    } catch (Throwable thrown) {
      finish(thrown);
      throw thrown;
    }
  }

  private void subscribe(Flowable<P> source, Subscriber<? super P> listener) {
    try {
      source.subscribe(new ObservingSubscriber(listener));
    } catch (Throwable thrown) {
      finish(thrown);
      throw thrown;
    }
  }

  private void finish(Throwable cause) {
    modelCall.onFailed(cause);
    finish();
  }

  private void finish() {
    if (modelCall.isOpen()) {
      modelCall.onEnd();
      end.run();
    }
  }

  private final class ObservingSubscriber implements FlowableSubscriber<P>, Subscription {
    private final Subscriber<? super P> listener;
    private Subscription source = this;

    ObservingSubscriber(Subscriber<? super P> listener) {
      this.listener = listener;
    }

    @Override
    public void onSubscribe(Subscription source) {
      this.source = source;
      listener.onSubscribe(this);
    }

    @Override
    public void onNext(P part) {
      modelCall.onPart(part, simulatedWorld.now());
      listener.onNext(part);
    }

    @Override
    public void onError(Throwable cause) {
      finish(cause);
      listener.onError(cause);
    }

    @Override
    public void onComplete() {
      finish();
      listener.onComplete();
    }

    @Override
    public void request(long parts) {
      source.request(parts);
    }

    @Override
    public void cancel() {
      finish();
      source.cancel();
    }
  }
}

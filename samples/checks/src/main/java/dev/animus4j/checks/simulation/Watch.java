package dev.animus4j.checks.simulation;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.functions.Supplier;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Passes an answer on, whatever is thrown meanwhile, and takes note of it. */
final class Watch<P> {
  private final World world;
  private final Call call;
  private final Runnable end;

  /**
   * Takes note of one call.
   *
   * @param end called when it is over, however
   */
  Watch(World world, Call call, Runnable end) {
    this.world = world;
    this.call = call;
    this.end = end;
  }

  /** The answer, which begins now. */
  Flowable<P> of(Supplier<Flowable<P>> answer) throws Throwable {
    try {
      Flowable<P> source = answer.get();
      return Flowable.unsafeCreate(listener -> begin(source, listener));
    } catch (Throwable thrown) {
      over(thrown);
      throw thrown;
    }
  }

  private void begin(Flowable<P> source, Subscriber<? super P> listener) {
    try {
      source.subscribe(new Passing(listener));
    } catch (Throwable thrown) {
      over(thrown);
      throw thrown;
    }
  }

  private void over(Throwable cause) {
    call.failed(cause);
    over();
  }

  private void over() {
    if (call.isOpen()) {
      call.ended();
      end.run();
    }
  }

  private final class Passing implements FlowableSubscriber<P>, Subscription {
    private final Subscriber<? super P> listener;
    private Subscription source = this;

    Passing(Subscriber<? super P> listener) {
      this.listener = listener;
    }

    @Override
    public void onSubscribe(Subscription source) {
      this.source = source;
      listener.onSubscribe(this);
    }

    @Override
    public void onNext(P part) {
      call.heard(part, world.now());
      listener.onNext(part);
    }

    @Override
    public void onError(Throwable cause) {
      over(cause);
      listener.onError(cause);
    }

    @Override
    public void onComplete() {
      over();
      listener.onComplete();
    }

    @Override
    public void request(long parts) {
      source.request(parts);
    }

    @Override
    public void cancel() {
      over();
      source.cancel();
    }
  }
}

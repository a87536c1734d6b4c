package dev.animus4j.checks.simulation;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A stream made up beforehand: what it tells, how it ends, and how long each takes. One that never
 * ends has no end.
 */
final class Performance<P> {
  private final List<Step<P>> steps = new ArrayList<>();
  private boolean deaf;

  private record Step<P>(long after, Consumer<Subscriber<? super P>> act) {}

  /** Says this, if somebody wants to hear it. */
  Performance<P> tell(long after, P part) {
    steps.add(new Step<>(after, to -> to.onNext(part)));
    return this;
  }

  Performance<P> complete(long after) {
    steps.add(new Step<>(after, Subscriber::onComplete));
    return this;
  }

  Performance<P> fail(long after, Throwable failure) {
    steps.add(new Step<>(after, to -> to.onError(failure)));
    return this;
  }

  /** Does this instead of saying something; nothing comes of it any more if that throws. */
  Performance<P> act(long after, Runnable step) {
    steps.add(new Step<>(after, to -> step.run()));
    return this;
  }

  /** Goes on although nobody listens any more; what nobody wants to hear just now is lost. */
  Performance<P> deaf() {
    deaf = true;
    return this;
  }

  Flowable<P> by(Timers timers) {
    Flowable<P> played =
        new Flowable<>() {
          @Override
          protected void subscribeActual(Subscriber<? super P> listener) {
            Playing playing = new Playing(listener, timers);
            listener.onSubscribe(playing);
            playing.play(0);
          }
        };
    return deaf ? played.onBackpressureDrop() : played.onBackpressureBuffer();
  }

  private final class Playing implements Subscription {
    private final Subscriber<? super P> listener;
    private final Timers timers;
    private Disposable next = Disposable.empty();
    private boolean over;

    Playing(Subscriber<? super P> listener, Timers timers) {
      this.listener = listener;
      this.timers = timers;
    }

    private void play(int from) {
      int at = from;
      while (at < steps.size() && !over && steps.get(at).after() == 0) {
        steps.get(at++).act().accept(listener);
      }
      if (at < steps.size() && !over) {
        int then = at;
        next = timers.after(steps.get(at).after(), () -> late(then));
      }
    }

    private void late(int at) {
      steps.get(at).act().accept(listener);
      play(at + 1);
    }

    @Override
    public void request(long parts) {
      // made up beforehand, and short
    }

    @Override
    public void cancel() {
      if (!deaf) {
        over = true;
        next.dispose();
      }
    }
  }
}

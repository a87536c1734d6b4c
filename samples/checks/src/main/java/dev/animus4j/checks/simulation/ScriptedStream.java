package dev.animus4j.checks.simulation;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Stream prepared in advance: its items, its end, and the delay of each. It may have no end. */
final class ScriptedStream<P> {
  private final List<Step<P>> steps = new ArrayList<>();
  private boolean deaf;

  private record Step<P>(long after, Consumer<Subscriber<? super P>> act) {}

  /** Emits an item, if there is demand. */
  ScriptedStream<P> emit(long after, P part) {
    steps.add(new Step<>(after, to -> to.onNext(part)));
    return this;
  }

  ScriptedStream<P> complete(long after) {
    steps.add(new Step<>(after, Subscriber::onComplete));
    return this;
  }

  ScriptedStream<P> fail(long after, Throwable failure) {
    steps.add(new Step<>(after, to -> to.onError(failure)));
    return this;
  }

  /** Runs a step instead of emitting; the stream stalls if that throws. */
  ScriptedStream<P> run(long after, Runnable step) {
    steps.add(new Step<>(after, to -> step.run()));
    return this;
  }

  /** Continues after cancellation; items without demand are dropped. */
  ScriptedStream<P> ignoreCancel() {
    deaf = true;
    return this;
  }

  Flowable<P> playOn(VirtualScheduler virtualScheduler) {
    Flowable<P> played =
        new Flowable<>() {
          @Override
          protected void subscribeActual(Subscriber<? super P> listener) {
            Playback playback = new Playback(listener, virtualScheduler);
            listener.onSubscribe(playback);
            playback.play(0);
          }
        };
    return deaf ? played.onBackpressureDrop() : played.onBackpressureBuffer();
  }

  private final class Playback implements Subscription {
    private final Subscriber<? super P> listener;
    private final VirtualScheduler virtualScheduler;
    private Disposable next = Disposable.empty();
    private boolean over;

    Playback(Subscriber<? super P> listener, VirtualScheduler virtualScheduler) {
      this.listener = listener;
      this.virtualScheduler = virtualScheduler;
    }

    private void play(int from) {
      int at = from;
      while (at < steps.size() && !over && steps.get(at).after() == 0) {
        steps.get(at++).act().accept(listener);
      }
      if (at < steps.size() && !over) {
        int then = at;
        next = virtualScheduler.schedule(steps.get(at).after(), () -> playStep(then));
      }
    }

    private void playStep(int at) {
      steps.get(at).act().accept(listener);
      play(at + 1);
    }

    @Override
    public void request(long parts) {
      // prepared in advance, and short
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

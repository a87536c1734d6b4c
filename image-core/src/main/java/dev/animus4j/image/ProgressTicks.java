package dev.animus4j.image;

import dev.animus4j.vertx.DemandDrainLoop;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.core.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Image stream with a tick of progress whenever it was silent for an interval. */
final class ProgressTicks extends Flowable<ImageUpdate> {
  private final Flowable<ImageUpdate> source;
  private final long interval;
  private final Scheduler scheduler;

  ProgressTicks(Flowable<ImageUpdate> source, Duration interval, Scheduler scheduler) {
    this.source = source;
    this.interval = interval.toNanos();
    this.scheduler = scheduler;
  }

  @Override
  protected void subscribeActual(Subscriber<? super ImageUpdate> subscriber) {
    source.subscribe(new Ticker(subscriber));
  }

  /**
   * One subscription. It requests one item of the source at a time, and holds at most that and one
   * tick while there is no demand.
   */
  private final class Ticker
      implements FlowableSubscriber<ImageUpdate>, DemandDrainLoop.Source<ImageUpdate> {
    private final Subscriber<? super ImageUpdate> subscriber;
    private final DemandDrainLoop<ImageUpdate> demandDrain;
    private final Scheduler.Worker timer = scheduler.createWorker();
    private final AtomicReference<@Nullable ImageUpdate> next = new AtomicReference<>();
    private final AtomicBoolean tickDue = new AtomicBoolean();
    private @Nullable Subscription upstream;
    private volatile long lastUpdate;
    private volatile @Nullable Notification<ImageUpdate> end;

    /** Counted by the thread that emits, one at a time. */
    private int index;

    Ticker(Subscriber<? super ImageUpdate> subscriber) {
      this.subscriber = subscriber;
      this.demandDrain = new DemandDrainLoop<>(subscriber, this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      upstream = subscription;
      lastUpdate = now();
      subscriber.onSubscribe(demandDrain);
      schedule(interval);
      subscription.request(1);
    }

    @Override
    public void onNext(ImageUpdate update) {
      lastUpdate = now();
      if (update instanceof Image) {
        timer.dispose();
      }
      next.set(update);
      demandDrain.drain();
    }

    @Override
    public void onError(Throwable failure) {
      terminate(Notification.createOnError(failure));
    }

    @Override
    public void onComplete() {
      terminate(Notification.createOnComplete());
    }

    private void terminate(Notification<ImageUpdate> notification) {
      timer.dispose();
      end = notification;
      demandDrain.drain();
    }

    private void tick() {
      long silence = now() - lastUpdate;
      if (silence < interval) {
        schedule(interval - silence);
        return;
      }
      lastUpdate = now();
      tickDue.set(true);
      demandDrain.drain();
      schedule(interval);
    }

    private void schedule(long nanos) {
      var unused = timer.schedule(this::tick, nanos, TimeUnit.NANOSECONDS);
    }

    private long now() {
      return scheduler.now(TimeUnit.NANOSECONDS);
    }

    @Override
    public @Nullable ImageUpdate poll() {
      ImageUpdate update = next.getAndSet(null);
      boolean ticks = tickDue.getAndSet(false) && !timer.isDisposed();
      if (update != null && upstream != null) {
        upstream.request(1);
        return update instanceof ImageUpdate.Progressed step ? progressed(step.preview()) : update;
      }
      return ticks ? progressed(null) : null;
    }

    private ImageUpdate progressed(@Nullable URI preview) {
      return new ImageUpdate.Progressed(index++, preview);
    }

    @Override
    public @Nullable Notification<ImageUpdate> termination() {
      Notification<ImageUpdate> termination = end;
      return next.get() == null ? termination : null;
    }

    @Override
    public void release() {
      timer.dispose();
      if (upstream != null && end == null) {
        upstream.cancel();
      }
    }
  }
}

package dev.animus4j.image;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.vertx.VerticleIndependentCalls;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.DisposableSubscriber;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * One model call shared by all subscribers of equal requests. It starts with the first subscriber,
 * and is cancelled when the last one leaves before an image was emitted; once an image was emitted,
 * and may have been billed, it runs to its end.
 *
 * <p>{@link #retain} and {@link #release} are called under the lock of its entry in a map.
 */
final class SingleFlight extends DisposableSubscriber<ImageUpdate> {
  private final Flowable<ImageUpdate> call;
  private final Consumer<SingleFlight> onTerminated;
  private final ImageUpdateReplayProcessor parts = new ImageUpdateReplayProcessor();
  private final AtomicBoolean started = new AtomicBoolean();
  private int subscriberCount;
  private volatile boolean hasImage;
  private volatile boolean abandoned;

  /**
   * @param onTerminated called before any subscriber gets the end of the call
   */
  SingleFlight(Flowable<ImageUpdate> call, Consumer<SingleFlight> onTerminated) {
    this.call = FaultIsolation.flowable(() -> call);
    this.onTerminated = onTerminated;
  }

  SingleFlight retain() {
    subscriberCount++;
    return this;
  }

  /** Returns this, or null when it is abandoned and its entry is to be removed. */
  @Nullable SingleFlight release() {
    subscriberCount--;
    abandoned = subscriberCount == 0 && !hasImage;
    return abandoned ? null : this;
  }

  /** Cancels the call if it has no subscribers left. */
  void disposeIfAbandoned() {
    if (abandoned) {
      dispose();
    }
  }

  /** Replays all parts; subscribers after the first image get only images, marked as cached. */
  Flowable<ImageUpdate> parts() {
    return hasImage
        ? parts.ofType(Image.class).map(Image::asCached)
        : Flowable.<ImageUpdate>unsafeCreate(this::subscribeAndStart);
  }

  /** Not {@code doOnSubscribe}, which reports a failure that meets a cancel as undeliverable. */
  private void subscribeAndStart(Subscriber<? super ImageUpdate> subscriber) {
    parts.subscribe(subscriber);
    startOnce();
  }

  private void startOnce() {
    if (started.compareAndSet(false, true)) {
      VerticleIndependentCalls.subscribeDetached(call).subscribe(this);
    }
  }

  @Override
  public void onNext(ImageUpdate update) {
    hasImage = hasImage || update instanceof Image;
    parts.emit(update);
  }

  @Override
  public void onError(Throwable failure) {
    onTerminated.accept(this);
    parts.fail(failure);
  }

  @Override
  public void onComplete() {
    onTerminated.accept(this);
    parts.complete();
  }
}

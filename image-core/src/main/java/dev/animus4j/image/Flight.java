package dev.animus4j.image;

import dev.animus4j.failure.Isolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.DisposableSubscriber;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * One call that several wait for. It begins with the first of them, and is taken back when the last
 * one leaves before anything is drawn; what is drawn is paid for, and is seen through to its end.
 *
 * <p>{@link #joined} and {@link #left} are called under the lock of its entry in a map.
 */
final class Flight extends DisposableSubscriber<ImagePart> {
  private final Flowable<ImagePart> call;
  private final Consumer<Flight> over;
  private final PartReplay parts = new PartReplay();
  private final AtomicBoolean begun = new AtomicBoolean();
  private int waiting;
  private volatile boolean drawn;
  private volatile boolean abandoned;

  /**
   * @param over is called before anybody is told that the call has ended by itself
   */
  Flight(Flowable<ImagePart> call, Consumer<Flight> over) {
    this.call = Isolation.flowable(() -> call);
    this.over = over;
  }

  Flight joined() {
    waiting++;
    return this;
  }

  /** This, or null when it is to be forgotten. */
  @Nullable Flight left() {
    waiting--;
    abandoned = waiting == 0 && !drawn;
    return abandoned ? null : this;
  }

  /** Takes the call back, if nobody waits for it any longer. */
  void endIfAbandoned() {
    if (abandoned) {
      dispose();
    }
  }

  /** What is kept from the start; only the pictures, as found again, to who comes after them. */
  Flowable<ImagePart> parts() {
    return drawn
        ? parts.ofType(Image.class).map(Image::fromCache)
        : Flowable.<ImagePart>unsafeCreate(this::listened);
  }

  /** Not {@code doOnSubscribe}, which reports a failure that meets a cancel as undeliverable. */
  private void listened(Subscriber<? super ImagePart> listener) {
    parts.subscribe(listener);
    begin();
  }

  private void begin() {
    if (begun.compareAndSet(false, true)) {
      SharedCall.of(call).subscribe(this);
    }
  }

  @Override
  public void onNext(ImagePart part) {
    drawn = drawn || part instanceof Image;
    parts.tell(part);
  }

  @Override
  public void onError(Throwable failure) {
    over.accept(this);
    parts.fail(failure);
  }

  @Override
  public void onComplete() {
    over.accept(this);
    parts.complete();
  }
}

package dev.animus4j.image.queue;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.ImageUpdateReplayProcessor;
import dev.animus4j.vertx.SerialDrainQueue;
import dev.animus4j.vertx.VerticleIndependentCalls;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.subscribers.DisposableSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Request in an {@link ImageQueue}. It runs without subscribers; disposing its streams does not end
 * it, {@link #cancel} does. Items are emitted on the event loop context of their subscriber, on
 * RxJava's io threads for one on a worker or virtual-thread context, and else on any thread. A
 * subscriber that throws ends its own subscription only.
 */
public final class ImageTicket {
  private final ImageQueue queue;
  private final String key;
  private final ImageRequest request;
  private final Flowable<ImageUpdate> modelParts;
  private final Call call = new Call();
  private final AtomicBoolean started = new AtomicBoolean();

  /** Emits states and parts of this ticket in the order in which they occurred. */
  private final SerialDrainQueue updates = new SerialDrainQueue();

  private final ReplayProcessor<State> states = ReplayProcessor.createWithSize(1);
  private final ImageUpdateReplayProcessor parts = new ImageUpdateReplayProcessor();
  private volatile State state = new State.Queued(0);

  ImageTicket(ImageQueue queue, String key, ImageRequest request) {
    this.queue = queue;
    this.key = key;
    this.request = request;
    this.modelParts = queue.modelParts(request);
  }

  /** State of a ticket. */
  public sealed interface State {
    /** Waiting. Position 1 is next; a key that has had fewer turns may still come in between. */
    record Queued(int position) implements State {}

    /** Sent to the model. */
    record Running() implements State {}

    /** Completed, with one image, or as many as were requested. */
    record Done(List<Image> images) implements State {}

    /** The model failed. */
    record Failed(Throwable failure) implements State {}

    /** Cancelled; an image in progress is dropped. */
    record Cancelled() implements State {}
  }

  /** The key it was submitted for. */
  public String key() {
    return key;
  }

  /** The submitted request. */
  public ImageRequest request() {
    return request;
  }

  /** The current state. */
  public State state() {
    return state;
  }

  /** Emits the current state, and each change until the end. Never fails: a failure is a state. */
  @CheckReturnValue
  public Flowable<State> states() {
    return VerticleIndependentCalls.observeOnCaller(states);
  }

  /**
   * Emits the parts of the model, as {@link ImageModel#stream} does. Fails as the model does, and
   * with {@link AnimusException.Cancelled}. Late or slow subscribers get all images, and the latest
   * of the other parts: a million characters of previews at most, though never less than the last
   * one.
   */
  @CheckReturnValue
  public Flowable<ImageUpdate> parts() {
    return VerticleIndependentCalls.observeOnCaller(parts);
  }

  /** Emits the first image. */
  @CheckReturnValue
  public Single<Image> image() {
    return parts().ofType(Image.class).firstOrError();
  }

  /** Cancels the request, waiting or running; has no effect after its end. */
  public void cancel() {
    queue.finish(this, new State.Cancelled());
  }

  boolean isQueued() {
    return state instanceof State.Queued;
  }

  boolean isRunning() {
    return state instanceof State.Running;
  }

  /** Changes the state, on one thread at a time; false when it is the same. */
  boolean transitionTo(State next) {
    if (next.equals(state)) {
      return false;
    }
    state = next;
    updates.add(() -> emitState(next));
    return true;
  }

  /** Disposes the call if the ticket was cancelled. */
  void disposeIfCancelled() {
    if (state instanceof State.Cancelled) {
      call.dispose();
    }
  }

  /** Calls the model, once, if the ticket is running. */
  void startIfRunning() {
    if (isRunning() && started.compareAndSet(false, true)) {
      modelParts.subscribe(call);
    }
  }

  /** Emits the pending updates. */
  void emitUpdates() {
    updates.drain();
  }

  private void emitState(State next) {
    states.onNext(next);
    if (next instanceof State.Done) {
      parts.complete();
    } else if (next instanceof State.Failed failed) {
      parts.fail(failed.failure());
    } else if (next instanceof State.Cancelled) {
      parts.fail(new AnimusException.Cancelled(FailureOrigin.of("image queue"), "taken back"));
    } else {
      return;
    }
    states.onComplete();
  }

  /** Emits the parts of the model; signals after its disposal are dropped. */
  private final class Call extends DisposableSubscriber<ImageUpdate> {
    private final List<Image> images = new ArrayList<>();

    @Override
    public void onNext(ImageUpdate update) {
      if (update instanceof Image image) {
        images.add(image);
      }
      updates.add(() -> parts.emit(update));
      updates.drain();
    }

    @Override
    public void onError(Throwable failure) {
      queue.finish(ImageTicket.this, new State.Failed(failure));
    }

    @Override
    public void onComplete() {
      queue.finish(ImageTicket.this, new State.Done(List.copyOf(images)));
    }
  }
}

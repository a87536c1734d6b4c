package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.subscribers.DisposableSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request in an {@link ImageQueue}. It goes on by itself, watched or not; leaving its streams
 * does not end it, {@link #cancel} does. They arrive on the event loop context of their subscriber,
 * on RxJava's io threads for one on a worker or virtual-thread context, and else on any thread. A
 * subscriber that throws ends its own subscription only.
 */
public final class ImageTicket {
  private final ImageQueue queue;
  private final String key;
  private final ImageRequest request;
  private final Flowable<ImagePart> drawing;
  private final Call call = new Call();
  private final AtomicBoolean begun = new AtomicBoolean();

  /** What is told of this ticket, in the order in which it was decided or drawn. */
  private final Steps news = new Steps();

  private final ReplayProcessor<State> states = ReplayProcessor.createWithSize(1);
  private final PartReplay parts = new PartReplay();
  private volatile State state = new State.Queued(0);

  ImageTicket(ImageQueue queue, String key, ImageRequest request) {
    this.queue = queue;
    this.key = key;
    this.request = request;
    this.drawing = queue.drawing(request);
  }

  /** How far it is. */
  public sealed interface State {
    /** It waits. Position 1 is next; a key that has waited less may still come in between. */
    record Queued(int position) implements State {}

    /** The model is being asked. */
    record Running() implements State {}

    /** Drawn: one picture, or as many as were asked for. */
    record Done(List<Image> images) implements State {}

    /** The model failed. */
    record Failed(Throwable failure) implements State {}

    /** It was cancelled; a picture that was on its way is gone. */
    record Cancelled() implements State {}
  }

  /** On whose behalf it was handed in. */
  public String key() {
    return key;
  }

  /** What to draw. */
  public ImageRequest request() {
    return request;
  }

  /** How far it is now. */
  public State state() {
    return state;
  }

  /** How far it is, and each change until it is over. Never fails: a failure is a state. */
  public Flowable<State> states() {
    return SharedCall.told(states);
  }

  /**
   * What the model tells, as {@link ImageModel#stream} does. Fails as the model does, and with
   * {@link AnimusException.Cancelled}. Who comes late, or is slow, is told all pictures, and of
   * what else was told the latest: a million characters of previews at most, though never less than
   * the last one.
   */
  public Flowable<ImagePart> parts() {
    return SharedCall.told(parts);
  }

  /** The first picture. */
  public Single<Image> image() {
    return parts().ofType(Image.class).firstOrError();
  }

  /** Takes the request back, wherever it is; nothing happens when it is over. */
  public void cancel() {
    queue.leave(this, new State.Cancelled());
  }

  boolean isQueued() {
    return state instanceof State.Queued;
  }

  boolean isRunning() {
    return state instanceof State.Running;
  }

  /** Changes the state, one at a time; false when that is no change. */
  boolean move(State next) {
    if (next.equals(state)) {
      return false;
    }
    state = next;
    news.add(() -> tell(next));
    return true;
  }

  /** Takes the call back that was cancelled. */
  void stop() {
    if (state instanceof State.Cancelled) {
      call.dispose();
    }
  }

  /** Asks the model, when it is time. */
  void begin() {
    if (isRunning() && begun.compareAndSet(false, true)) {
      drawing.subscribe(call);
    }
  }

  /** Tells what is to be told. */
  void tell() {
    news.run();
  }

  private void tell(State next) {
    states.onNext(next);
    if (next instanceof State.Done) {
      parts.complete();
    } else if (next instanceof State.Failed failed) {
      parts.fail(failed.failure());
    } else if (next instanceof State.Cancelled) {
      parts.fail(new AnimusException.Cancelled(Origin.of("image queue"), "taken back"));
    } else {
      return;
    }
    states.onComplete();
  }

  /** Passes on what the model tells; what comes after its disposal reaches nobody. */
  private final class Call extends DisposableSubscriber<ImagePart> {
    private final List<Image> images = new ArrayList<>();

    @Override
    public void onNext(ImagePart part) {
      if (part instanceof Image image) {
        images.add(image);
      }
      news.add(() -> parts.tell(part));
      news.run();
    }

    @Override
    public void onError(Throwable failure) {
      queue.leave(ImageTicket.this, new State.Failed(failure));
    }

    @Override
    public void onComplete() {
      queue.leave(ImageTicket.this, new State.Done(List.copyOf(images)));
    }
  }
}

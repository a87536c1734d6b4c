package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.subscribers.DisposableSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A request in an {@link ImageQueue}. It goes on by itself, watched or not; leaving its streams
 * does not end it, {@link #cancel} does. They arrive on the Vert.x context of their subscriber, if
 * there is one.
 */
public final class ImageTicket {
  private final ImageQueue queue;
  private final String key;
  private final ImageRequest request;
  private final Flowable<ImagePart> drawing;
  private final ReplayProcessor<State> states = ReplayProcessor.createWithSize(1);
  private final FlowableProcessor<ImagePart> parts =
      ReplayProcessor.<ImagePart>create().toSerialized();
  private Disposable call = Disposable.disposed();

  /** Queued, behind so many, as far as is known. */
  ImageTicket(ImageQueue queue, String key, ImageRequest request, int position) {
    this.queue = queue;
    this.key = key;
    this.request = request;
    this.drawing = queue.drawing(request);
    this.states.onNext(new State.Queued(position));
  }

  /** How far it is. */
  public sealed interface State {
    /** It waits. Position 1 is next; a key that has waited less may still come in between. */
    record Queued(int position) implements State {}

    /** The model has been asked. */
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
    return Objects.requireNonNull(states.getValue());
  }

  /** How far it is, and each change until it is over. Never fails: a failure is a state. */
  public Flowable<State> states() {
    return CallerContext.observing(states);
  }

  /**
   * What the model tells, from the start, as {@link ImageModel#stream} does. Fails as the model
   * does, and with {@link AnimusException.Cancelled}.
   */
  public Flowable<ImagePart> parts() {
    return CallerContext.observing(parts);
  }

  /** The first picture. */
  public Single<Image> image() {
    return parts().ofType(Image.class).firstOrError();
  }

  /** Takes the request back, wherever it is; nothing happens when it is over. */
  public void cancel() {
    queue.cancel(this);
  }

  boolean isQueued() {
    return state() instanceof State.Queued;
  }

  boolean isRunning() {
    return state() instanceof State.Running;
  }

  void queued(int position) {
    State now = new State.Queued(position);
    if (!now.equals(state())) {
      states.onNext(now);
    }
  }

  /** Asks the model; {@code ended} is called once it has told everything, with how that ended. */
  void run(Consumer<State> ended) {
    states.onNext(new State.Running());
    Call begun = new Call(ended);
    call = begun;
    drawing.subscribe(begun);
  }

  void end(State state) {
    states.onNext(state);
    states.onComplete();
    if (state instanceof State.Failed failed) {
      parts.onError(failed.failure());
    } else if (state instanceof State.Cancelled) {
      call.dispose();
      parts.onError(new AnimusException.Cancelled(Origin.of("image queue"), "taken back"));
    } else {
      parts.onComplete();
    }
  }

  /** Passes on what the model tells; what comes after its disposal reaches nobody. */
  private final class Call extends DisposableSubscriber<ImagePart> {
    private final Consumer<State> ended;
    private final List<Image> images = new ArrayList<>();

    Call(Consumer<State> ended) {
      this.ended = ended;
    }

    @Override
    public void onNext(ImagePart part) {
      if (part instanceof Image image) {
        images.add(image);
      }
      parts.onNext(part);
    }

    @Override
    public void onError(Throwable failure) {
      ended.accept(new State.Failed(failure));
    }

    @Override
    public void onComplete() {
      ended.accept(new State.Done(List.copyOf(images)));
    }
  }
}

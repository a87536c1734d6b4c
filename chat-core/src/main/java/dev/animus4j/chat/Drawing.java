package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.just;
import static java.time.Duration.ZERO;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Ordered;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;

/** One picture: drawn, then remembered. The second phase of an exchange, also on its own. */
final class Drawing {
  private final Conversation conversation;
  private final ChatOptions options;
  private final Patience patience;
  private final ImageRequest request;
  private final String imageId;
  private final SingleSubject<Image> image = SingleSubject.create();
  private boolean made;

  Drawing(Conversation conversation, ChatOptions options, Patience patience, ImageRequest request) {
    this.conversation = conversation;
    this.options = options;
    this.patience = patience;
    this.request = request;
    this.imageId = conversation.newId();
  }

  /** From its start to its one end. A failure is told, and then is the failure of this stream. */
  Flowable<Draft> events() {
    return drawing(drawn(request));
  }

  /** The same, but drawn anew by a model that cannot change this picture. */
  Flowable<Draft> anyhow() {
    return drawing(
        drawn(request)
            .onErrorResumeNext(
                cause ->
                    request.source() != null && cause instanceof AnimusException.InvalidRequest why
                        ? just(Drafts.attemptFailed("image", new Retry.Attempt(1, ZERO, why)))
                            .concatWith(drawn(ImageRequest.of(request.prompt())))
                        : Flowable.error(cause)));
  }

  /** The same of a picture that is there already. */
  Flowable<Draft> events(Image drawn) {
    return drawing(told(drawn, request));
  }

  /** The picture, once {@link #events} are over. */
  Single<Image> image() {
    return image;
  }

  /** Whether there is a picture, which is remembered and told whoever leaves. */
  boolean isMade() {
    return made;
  }

  Draft failed(Throwable cause) {
    return Drafts.imageFailed(imageId, request.prompt(), cause);
  }

  private Flowable<Draft> drawing(Flowable<Draft> drawn) {
    return just(Drafts.imageStarted(imageId, request.prompt()))
        .concatWith(drawn.onErrorResumeNext(this::failing));
  }

  private Flowable<Draft> drawn(ImageRequest asked) {
    return Ordered.concatMap(parts(asked), part -> told(part, asked));
  }

  private Flowable<ImagePart> parts(ImageRequest asked) {
    Flowable<ImagePart> parts =
        Isolation.flowable(() -> conversation.with().images().stream(asked));
    return conversation
        .with()
        .untilClosed(parts.compose(patience::withImage))
        .compose(Parts.upTo(Image.class, conversation.scheduler()));
  }

  private Flowable<Draft> told(ImagePart part, ImageRequest asked) {
    if (part instanceof Image drawn) {
      made = true;
      return remember(drawn, asked)
          .concatWith(just(Drafts.imageCompleted(imageId, drawn)))
          .doOnComplete(() -> image.onSuccess(drawn));
    }
    return part instanceof ImagePart.Progressed step
        ? just(Drafts.imageProgressed(imageId, step))
        : just(Drafts.attemptFailed("image", ((ImagePart.AttemptFailed) part).attempt()));
  }

  private Flowable<Draft> remember(Image drawn, ImageRequest asked) {
    boolean changed = asked.source() != null;
    String told = changed ? "Modified: " + asked.prompt() : asked.prompt();
    Entry.Picture picture = Entry.Picture.of(told, drawn);
    conversation.with().drawn().add(drawn);
    return conversation.remember(time -> Entry.of(picture, time), options).toFlowable();
  }

  private Flowable<Draft> failing(Throwable cause) {
    return just(failed(cause)).concatWith(Flowable.error(cause));
  }
}

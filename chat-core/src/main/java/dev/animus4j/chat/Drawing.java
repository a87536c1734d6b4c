package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageRequest;
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

  Drawing(Conversation conversation, ChatOptions options, Patience patience, ImageRequest request) {
    this.conversation = conversation;
    this.options = options;
    this.patience = patience;
    this.request = request;
    this.imageId = conversation.newId();
  }

  /** From its start to its one end. A failure is told, and then is the failure of this stream. */
  Flowable<Draft> events() {
    return just(Drafts.imageStarted(imageId, request.prompt()))
        .concatWith(parts().concatMap(this::told).onErrorResumeNext(this::failing));
  }

  /** The same of a picture that is there already. */
  Flowable<Draft> events(Image drawn) {
    return just(Drafts.imageStarted(imageId, request.prompt())).concatWith(told(drawn));
  }

  /** The picture, once {@link #events} are over. */
  Single<Image> image() {
    return image;
  }

  Draft failed(Throwable cause) {
    return Drafts.imageFailed(imageId, request.prompt(), cause);
  }

  private Flowable<ImagePart> parts() {
    return Flowable.defer(() -> conversation.with().images().stream(request))
        .compose(Parts.upTo(Image.class))
        .compose(patience::withImage)
        .takeUntil(conversation.with().closing().toFlowable())
        .observeOn(conversation.scheduler(), true);
  }

  private Flowable<Draft> told(ImagePart part) {
    if (part instanceof Image drawn) {
      return remember(drawn)
          .concatWith(just(Drafts.imageCompleted(imageId, drawn)))
          .doOnComplete(() -> image.onSuccess(drawn));
    }
    return part instanceof ImagePart.Progressed step
        ? just(Drafts.imageProgressed(imageId, step))
        : just(Drafts.attemptFailed("image", ((ImagePart.AttemptFailed) part).attempt()));
  }

  private Flowable<Draft> remember(Image drawn) {
    boolean changed = request.source() != null;
    String shown = changed ? "Modified: " + request.prompt() : request.prompt();
    Entry.Picture picture = new Entry.Picture(shown, drawn.location());
    return conversation.remember(time -> Entry.of(picture, time), options).toFlowable();
  }

  private Flowable<Draft> failing(Throwable cause) {
    return just(failed(cause)).concatWith(Flowable.error(cause));
  }
}

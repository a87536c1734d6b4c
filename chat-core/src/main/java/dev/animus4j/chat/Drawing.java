package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Flowable;
import java.util.function.Consumer;

/** Draws a picture, and remembers it: the second phase of an exchange, also on its own. */
final class Drawing {
  private final Conversation conversation;
  private final ChatOptions options;

  Drawing(Conversation conversation, ChatOptions options) {
    this.conversation = conversation;
    this.options = options;
  }

  /** From the start to the one end. A failure is told, and then is the failure of this stream. */
  Flowable<Draft> of(ImageRequest request) {
    return of(request, image -> {});
  }

  /** The same; the picture is also handed to {@code drawn}. */
  Flowable<Draft> of(ImageRequest request, Consumer<Image> drawn) {
    String imageId = conversation.newId();
    return just(Drafts.imageStarted(imageId, request.prompt()))
        .concatWith(
            Flowable.defer(() -> conversation.with().images().stream(request))
                .compose(Parts.upTo(Image.class))
                .takeUntil(conversation.with().closing().toFlowable())
                .observeOn(conversation.scheduler(), true)
                .concatMap(part -> told(part, imageId, request, drawn))
                .onErrorResumeNext(
                    cause ->
                        just(Drafts.imageFailed(imageId, request.prompt(), cause))
                            .concatWith(Flowable.error(cause))));
  }

  private Flowable<Draft> told(
      ImagePart part, String imageId, ImageRequest request, Consumer<Image> drawn) {
    if (part instanceof Image image) {
      return remember(image, request)
          .concatWith(just(Drafts.imageCompleted(imageId, image)))
          .doOnComplete(() -> drawn.accept(image));
    }
    return part instanceof ImagePart.Progressed step
        ? just(Drafts.imageProgressed(imageId, step))
        : just(Drafts.attemptFailed("image", ((ImagePart.AttemptFailed) part).attempt()));
  }

  private Flowable<Draft> remember(Image image, ImageRequest request) {
    String shown =
        request.inputImage() == null ? request.prompt() : "Modified: " + request.prompt();
    Entry.Picture picture = new Entry.Picture(shown, image.location());
    return conversation.remember(time -> Entry.of(picture, time), options).toFlowable();
  }
}

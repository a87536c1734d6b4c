package dev.animus4j.chat;

import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Single;

/** What to draw so that a promise is kept. */
final class Wish {
  private Wish() {}

  /** A change of the picture shown last, if that was promised and there is one; else a new one. */
  static Single<ImageRequest> of(
      PromisedImage promised, Conversation conversation, ChatOptions options) {
    Single<ImageRequest> anew = Single.fromCallable(() -> ImageRequest.of(promised.prompt()));
    return promised.changesPrevious()
        ? conversation
            .lastPicture(options)
            .map(picture -> conversation.with().drawn().changing(picture, promised.prompt()))
            .onErrorComplete()
            .switchIfEmpty(anew)
        : anew;
  }
}

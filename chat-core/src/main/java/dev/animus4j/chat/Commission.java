package dev.animus4j.chat;

import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Single;
import java.util.List;

/** Draws what is asked for by hand, beside whatever is being said. */
final class Commission {
  private final Conversation conversation;
  private final ChatOptions options;

  Commission(Conversation conversation, ChatOptions options) {
    this.conversation = conversation;
    this.options = options;
  }

  Single<Image> of(ImageRequest request) {
    return Single.defer(() -> judged(request, conversation.newId()))
        .subscribeOn(conversation.scheduler());
  }

  private Single<Image> judged(ImageRequest request, String exchangeId) {
    Guard guard = conversation.with().guard();
    if (!guard.judges(Stage.IMAGE_PROMPT)) {
      return drawn(request, exchangeId);
    }
    Matter matter =
        new Matter(Stage.IMAGE_PROMPT, conversation.id(), request.prompt(), List.of(), List.of());
    return guard
        .ruling(matter, conversation.scheduler())
        .takeUntil(conversation.with().closing())
        .observeOn(conversation.scheduler())
        .flatMap(ruling -> ruled(ruling, request, exchangeId));
  }

  private Single<Image> ruled(Ruling ruling, ImageRequest request, String exchangeId) {
    if (!ruling.isAllowed()) {
      var unused = conversation.published(exchangeId, Drafts.moderated(ruling));
    }
    String prompt = ruling.text();
    return prompt == null
        ? Single.error(ruling.refusal())
        : drawn(request.saying(prompt), exchangeId);
  }

  private Single<Image> drawn(ImageRequest request, String exchangeId) {
    Patience patience = new Patience(options.deadlines(), conversation.scheduler());
    Drawing drawing = new Drawing(conversation, options, patience, request);
    return drawing
        .events()
        .doOnNext(draft -> conversation.published(exchangeId, draft))
        .doOnCancel(() -> left(exchangeId, drawing))
        .ignoreElements()
        .andThen(drawing.image());
  }

  private void left(String exchangeId, Drawing drawing) {
    Draft failed =
        drawing.failed(
            new AnimusException.Cancelled(Origin.of("animus4j"), "nobody waits for the picture"));
    conversation.scheduler().scheduleDirect(() -> conversation.published(exchangeId, failed));
  }
}

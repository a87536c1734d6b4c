package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.concatArray;
import static io.reactivex.rxjava3.core.Flowable.empty;
import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Flowable;

/** Images of the replies of one exchange. One that fails does not fail the exchange. */
final class ReplyImages {
  private final ConversationState conversation;
  private final ChatOptions options;
  private final DeadlineEnforcer deadlines;
  private final TurnDelivery delivery;

  ReplyImages(
      ConversationState conversation,
      ChatOptions options,
      DeadlineEnforcer deadlines,
      TurnDelivery delivery) {
    this.conversation = conversation;
    this.options = options;
    this.deadlines = deadlines;
    this.delivery = delivery;
  }

  /** The events of images that the chat model generated itself, within its response. */
  Flowable<UnstampedEvent> inlineImageEvents(ChatResponse response) {
    return Flowable.fromIterable(response.images())
        .concatMap(
            image ->
                imageGeneration(ImageRequest.of(image.prompt())).events(image).onErrorComplete());
  }

  /** The events of the image that a reply promises, or of its refusal; none without a promise. */
  Flowable<UnstampedEvent> promisedImageEvents(SplitReply reply) {
    ModerationResult refusal = reply.withheldImage();
    if (refusal != null) {
      return options.template().features().images()
          ? withheldImageEvents(refusal)
          : just(UnstampedEvents.contentModerated(refusal));
    }
    PromisedImage promised = reply.reply().promisedImage();
    return promised == null || !options.generatesImage(reply.reply())
        ? empty()
        : generationEvents(promised);
  }

  private Flowable<UnstampedEvent> withheldImageEvents(ModerationResult refusal) {
    String answer = refusal.answer();
    return concatArray(
        refusal.withheldImageEvents(conversation.newId()),
        answer == null
            ? empty()
            : delivery.checkInterruption(1).concatWith(delivery.deliverAnswer(answer)));
  }

  private Flowable<UnstampedEvent> generationEvents(PromisedImage promised) {
    return concatArray(
        delivery.checkInterruption(1),
        just(UnstampedEvents.imagePromptDetected(promised)),
        conversation
            .components()
            .editableImages()
            .requestFor(promised, conversation.latestImage(options))
            .flatMapPublisher(request -> imageGeneration(request).eventsWithFallback())
            .onErrorComplete());
  }

  private ImageGenerationStep imageGeneration(ImageRequest request) {
    return new ImageGenerationStep(conversation, options, deadlines, request);
  }
}

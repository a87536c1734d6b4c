package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.concatArray;
import static io.reactivex.rxjava3.core.Flowable.defer;
import static io.reactivex.rxjava3.core.Flowable.empty;
import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.Optional;

/** Images of the replies of one exchange. One that fails does not fail the exchange. */
final class ReplyImages {
  /** How many of the newest entries are searched for an image. */
  private static final int IMAGE_LOOKBACK = 200;

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

  /** The wait for an image in progress, which is to be changed, can be interrupted. */
  private Flowable<UnstampedEvent> generationEvents(PromisedImage promised) {
    Flowable<ImageRequest> request = defer(() -> requestFor(promised).toFlowable());
    return delivery
        .untilInterrupted(request, 1)
        .concatMap(
            ready ->
                concatArray(
                    delivery.checkInterruption(1),
                    just(UnstampedEvents.imagePromptDetected(promised)),
                    defer(() -> trackedEvents(promised, ready))));
  }

  /** Until it ends, the next replies know of the image. */
  private Flowable<UnstampedEvent> trackedEvents(PromisedImage promised, ImageRequest request) {
    ImagesInProgress inProgress = conversation.imagesInProgress();
    ImageInProgress image = new ImageInProgress(promised.prompt());
    Flowable<UnstampedEvent> events = generationEvents(image, request).onErrorComplete();
    inProgress.add(image);
    return events.doFinally(() -> inProgress.remove(image));
  }

  private Flowable<UnstampedEvent> generationEvents(ImageInProgress image, ImageRequest request) {
    ImageGenerationStep step = imageGeneration(request);
    return step.eventsWithFallback().doOnComplete(() -> image.complete(step.image()));
  }

  /** A change of an image in progress waits for it; if none comes of it, both are described. */
  private Single<ImageRequest> requestFor(PromisedImage promised) {
    ImageInProgress previous = conversation.imagesInProgress().latest();
    if (!promised.changesPrevious() || previous == null) {
      RecentImages images = conversation.components().editableImages();
      return conversation.timeout(images.requestFor(promised, latestImage()), options);
    }
    String both = promised.prompt() + "\n" + previous.prompt();
    return previous
        .image()
        .map(image -> ImageRequest.of(promised.prompt()).withSource(image))
        .onErrorReturn(cause -> ImageRequest.of(both))
        .observeOn(conversation.scheduler());
  }

  /** The latest image, unless it is long ago. */
  private Maybe<HistoryEntry.ImageReference> latestImage() {
    return conversation
        .timeout(
            Single.defer(
                () -> conversation.history().recentEntries(conversation.id(), IMAGE_LOOKBACK)),
            options)
        .flattenAsFlowable(entries -> entries)
        .mapOptional(entry -> Optional.ofNullable(entry.picture()))
        .lastElement();
  }

  private ImageGenerationStep imageGeneration(ImageRequest request) {
    return new ImageGenerationStep(conversation, options, deadlines, request);
  }
}

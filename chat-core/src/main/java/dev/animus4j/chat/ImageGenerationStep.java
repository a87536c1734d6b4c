package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.just;
import static java.time.Duration.ZERO;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.ConcatMapErrorsInOrder;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.List;

/**
 * Generation of one image, which is then appended to the history: the second phase of an exchange,
 * also used on its own.
 */
final class ImageGenerationStep {
  private final ConversationState conversation;
  private final ChatOptions options;
  private final DeadlineEnforcer deadlines;
  private final ImageRequest request;
  private final String imageId;
  private final SingleSubject<Image> result = SingleSubject.create();
  private boolean generated;

  ImageGenerationStep(
      ConversationState conversation,
      ChatOptions options,
      DeadlineEnforcer deadlines,
      ImageRequest request) {
    this.conversation = conversation;
    this.options = options;
    this.deadlines = deadlines;
    this.request = request;
    this.imageId = conversation.newId();
  }

  /** The events from its start to its end. A failure is published, and then fails this stream. */
  Flowable<UnstampedEvent> events() {
    return addStartAndFailure(generationEvents(request));
  }

  /** The same, but a model that cannot change the source image generates a new one. */
  Flowable<UnstampedEvent> eventsWithFallback() {
    return addStartAndFailure(
        generationEvents(request)
            .onErrorResumeNext(
                cause ->
                    request.source() != null && cause instanceof AnimusException.InvalidRequest why
                        ? just(UnstampedEvents.attemptFailed(
                                "image", new Retry.Attempt(1, ZERO, why)))
                            .concatWith(generationEvents(ImageRequest.of(request.prompt())))
                        : Flowable.error(cause)));
  }

  /** The same for an image that exists already. */
  Flowable<UnstampedEvent> events(Image image) {
    return addStartAndFailure(partEvents(image, request));
  }

  /** The image, once {@link #events} have completed. */
  Single<Image> image() {
    return result;
  }

  /** Whether the image exists; then it is appended and published even when the caller cancels. */
  boolean isGenerated() {
    return generated;
  }

  UnstampedEvent failureEvent(Throwable cause) {
    return UnstampedEvents.imageGenerationFailed(imageId, request.prompt(), cause);
  }

  private Flowable<UnstampedEvent> addStartAndFailure(Flowable<UnstampedEvent> events) {
    return just(UnstampedEvents.imageGenerationStarted(imageId, request.prompt()))
        .concatWith(events.onErrorResumeNext(this::failureEvents));
  }

  private Flowable<UnstampedEvent> generationEvents(ImageRequest imageRequest) {
    return ConcatMapErrorsInOrder.concatMap(
        imageParts(imageRequest), update -> partEvents(update, imageRequest));
  }

  private Flowable<ImageUpdate> imageParts(ImageRequest imageRequest) {
    Flowable<ImageUpdate> parts =
        FaultIsolation.flowable(() -> conversation.components().imageModel().stream(imageRequest));
    return conversation
        .components()
        .takeUntilClosed(
            conversation.recorder().flush().andThen(parts.compose(deadlines::limitImage)))
        .compose(FinalResultContract.of(Image.class, conversation.scheduler()));
  }

  private Flowable<UnstampedEvent> partEvents(ImageUpdate update, ImageRequest imageRequest) {
    if (update instanceof Image image) {
      generated = true;
      return append(image, imageRequest).doOnComplete(() -> result.onSuccess(image));
    }
    return update instanceof ImageUpdate.Progressed step
        ? just(UnstampedEvents.imageGenerationProgressed(imageId, step))
        : just(
            UnstampedEvents.attemptFailed("image", ((ImageUpdate.AttemptFailed) update).attempt()));
  }

  private Flowable<UnstampedEvent> append(Image image, ImageRequest imageRequest) {
    boolean changed = imageRequest.source() != null;
    String prompt = changed ? "Modified: " + imageRequest.prompt() : imageRequest.prompt();
    HistoryEntry.ImageReference imageReference = HistoryEntry.ImageReference.of(prompt, image);
    conversation.components().editableImages().add(image);
    UnstampedEvent completed =
        UnstampedEvents.imageGenerationCompleted(imageId, image).withImages(List.of(image));
    return conversation
        .recorder()
        .append(List.of(time -> HistoryEntry.of(imageReference, time)), completed, options);
  }

  private Flowable<UnstampedEvent> failureEvents(Throwable cause) {
    return just(failureEvent(cause)).concatWith(Flowable.error(cause));
  }
}

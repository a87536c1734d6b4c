package dev.animus4j.chat;

import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Image generation on request of the caller, in parallel to any exchange. Its state is confined to
 * the context of the conversation, also when the caller cancels.
 */
final class OnDemandImageGeneration {
  private final ConversationState conversation;
  private final ChatOptions options;
  private final ImageRequest request;
  private final Runnable onEnd;
  private final SingleSubject<Image> result = SingleSubject.create();
  private String exchangeId = "";
  private @Nullable ImageGenerationStep imageGenerationStep;
  private Disposable work = Disposable.disposed();
  private volatile boolean abandoned;
  private boolean finished;

  private OnDemandImageGeneration(
      ConversationState conversation, ChatOptions options, ImageRequest request, Runnable ended) {
    this.conversation = conversation;
    this.options = options;
    this.request = request;
    this.onEnd = ended;
  }

  /**
   * The image, once its last event is published.
   *
   * @param ended runs then, also when the caller has cancelled
   */
  static Single<Image> generate(
      ConversationState conversation, ChatOptions options, ImageRequest request, Runnable ended) {
    OnDemandImageGeneration directImageGeneration =
        new OnDemandImageGeneration(conversation, options, request, ended);
    conversation.scheduler().scheduleDirect(directImageGeneration::start);
    return directImageGeneration.result.doOnDispose(directImageGeneration::abandon);
  }

  private void abandon() {
    abandoned = true;
    conversation.scheduler().scheduleDirect(this::cancel);
  }

  private void start() {
    if (!abandoned) {
      Flowable<UnstampedEvent> drafts = FaultIsolation.flowable(this::events);
      work =
          drafts.subscribe(
              event -> conversation.publish(exchangeId, event),
              failure -> finish(() -> result.onError(failure)),
              () -> finish(() -> result.onSuccess(image())));
    }
  }

  private Image image() {
    return imagePhase().image().blockingGet(); // it is there
  }

  private ImageGenerationStep imagePhase() {
    if (imageGenerationStep == null) {
      throw new IllegalStateException("nothing was drawn");
    }
    return imageGenerationStep;
  }

  private Flowable<UnstampedEvent> events() {
    exchangeId = conversation.newId();
    FailClosedGuardrail guardrail = conversation.components().guardrail();
    if (!guardrail.appliesTo(GuardrailStage.IMAGE_PROMPT)) {
      return imageEvents(request);
    }
    GuardrailInput input =
        new GuardrailInput(
            GuardrailStage.IMAGE_PROMPT, conversation.id(), request.prompt(), List.of(), List.of());
    return conversation
        .components()
        .takeUntilClosed(guardrail.moderate(input, conversation.scheduler()).toFlowable())
        .observeOn(conversation.scheduler())
        .concatMap(this::eventsAfterModeration);
  }

  private Flowable<UnstampedEvent> eventsAfterModeration(ModerationResult ruling) {
    String prompt = ruling.text();
    if (prompt == null) {
      return ruling
          .withheldImageEvents(conversation.newId())
          .concatWith(Flowable.error(ruling.refusal()));
    }
    Flowable<UnstampedEvent> generation =
        Flowable.defer(() -> imageEvents(request.withPrompt(prompt)));
    return ruling.isAllowed()
        ? generation
        : generation.startWithItem(UnstampedEvents.contentModerated(ruling));
  }

  private Flowable<UnstampedEvent> imageEvents(ImageRequest asked) {
    DeadlineEnforcer deadlines =
        new DeadlineEnforcer(options.deadlines(), conversation.scheduler());
    ImageGenerationStep step = new ImageGenerationStep(conversation, options, deadlines, asked);
    imageGenerationStep = step;
    ImagesInProgress inProgress = conversation.imagesInProgress();
    ImageInProgress inProgressImage = new ImageInProgress(asked.prompt());
    inProgress.add(inProgressImage);
    return step.events()
        .doOnComplete(() -> inProgressImage.complete(step.image()))
        .doFinally(() -> inProgress.remove(inProgressImage));
  }

  /**
   * An image that is generated is already billed: it is appended and published, even when the
   * caller has cancelled.
   */
  private void cancel() {
    if (!finished && (imageGenerationStep == null || !imageGenerationStep.isGenerated())) {
      work.dispose();
      if (imageGenerationStep != null) {
        String why = "nobody waits for the picture";
        AnimusException left = new AnimusException.Cancelled(FailureOrigin.of("animus4j"), why);
        conversation.publish(exchangeId, imageGenerationStep.failureEvent(left));
      }
      finish(() -> {});
    }
  }

  private void finish(Runnable tell) {
    finished = true;
    onEnd.run();
    try {
      tell.run();
    } catch (Throwable thrown) {
      RxJavaPlugins.onError(FaultIsolation.failure(thrown));
    }
  }
}

package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.List;
import java.util.Objects;
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
  private final CompletableSubject cancellation = CompletableSubject.create();
  private RecordedExchange exchange = new RecordedExchange("", new ExchangeTotals());
  private @Nullable ImageGenerationStep imageGenerationStep;
  private volatile boolean abandoned;
  private @Nullable Throwable failure;
  private long startedAt;
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
      var unused =
          FaultIsolation.flowable(this::record)
              .subscribe(
                  this::onPublished,
                  notStored -> finish(() -> result.onError(notStored)),
                  () -> finish(this::emitResult));
    } else {
      finish(() -> {});
    }
  }

  /** A message fails here only when the ledger refuses an event. */
  private void onPublished(ChatEvent event) {
    if (event instanceof MessageEvent.MessageFailed) {
      failure =
          new AnimusException.InvalidRequest(
              FailureOrigin.of("animus4j"), "the ledger does not store it");
    }
  }

  private Flowable<ChatEvent> record() {
    exchange = new RecordedExchange(conversation.newId(), new ExchangeTotals());
    startedAt = conversation.elapsedMillis();
    Flowable<UnstampedEvent> events =
        FaultIsolation.flowable(this::events)
            .takeUntil(cancellation.toFlowable())
            .doOnError(this::setFailure)
            .onErrorComplete();
    return conversation
        .recorder()
        .record(exchange, events.concatWith(Flowable.defer(this::lastEvents)));
  }

  /** None if it is cancelled before it began. */
  private Flowable<UnstampedEvent> lastEvents() {
    if (!cancellation.hasComplete()) {
      return Flowable.just(completedEvent());
    }
    if (imageGenerationStep == null) {
      return Flowable.empty();
    }
    AnimusException left =
        new AnimusException.Cancelled(FailureOrigin.of("animus4j"), "nobody waits for the picture");
    exchange.totals().setOutcome(ExchangeOutcome.INTERRUPTED);
    return Flowable.just(imageGenerationStep.failureEvent(left), completedEvent());
  }

  private void setFailure(Throwable cause) {
    failure = cause;
    exchange.totals().setOutcome(ExchangeOutcome.FAILED);
  }

  private UnstampedEvent completedEvent() {
    return exchange.totals().exchangeCompleted(conversation.elapsedMillis() - startedAt);
  }

  private void emitResult() {
    if (failure != null) {
      result.onError(failure);
    } else if (!cancellation.hasComplete()) {
      result.onSuccess(image());
    }
  }

  private Image image() {
    return Objects.requireNonNull(imageGenerationStep).image().blockingGet(); // it is there
  }

  private Flowable<UnstampedEvent> events() {
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
      cancellation.onComplete();
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

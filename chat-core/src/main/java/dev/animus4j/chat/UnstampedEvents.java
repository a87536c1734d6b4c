package dev.animus4j.chat;

import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.FollowUpBlockReason;
import dev.animus4j.chat.event.GeneratedImage;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolRunUpdate;
import dev.animus4j.chat.turn.Turn;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.resilience.Retry;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The events of an exchange, as they are announced. */
final class UnstampedEvents {
  private UnstampedEvents() {}

  static UnstampedEvent messageQueued(String text, int position) {
    return at -> new MessageEvent.MessageQueued(at, text, position);
  }

  /** The message, with which the images that it attaches from a store become known. */
  static UnstampedEvent messageReceived(Message message) {
    List<URI> images = message.attachments().isEmpty() ? List.of() : imageUrls(message);
    UnstampedEvent event = at -> new MessageEvent.MessageReceived(at, message.content(), images);
    return event.withImages(AttachmentWriter.storedImages(message));
  }

  static UnstampedEvent messageStarted(MessageType type) {
    return at -> new MessageEvent.MessageStarted(at, type, "", null, null, List.of());
  }

  private static List<URI> imageUrls(Message message) {
    return message.attachments().stream()
        .flatMap(
            shown ->
                shown instanceof Attachment.Reference reference
                    ? Stream.of(reference.location())
                    : null)
        .toList();
  }

  static UnstampedEvent messageStarted(Turn turn, ChatResponse response) {
    return at ->
        new MessageEvent.MessageStarted(
            at,
            MessageType.AUTO,
            turn.content(),
            turn.index(),
            turn.total(),
            response.complianceViolations());
  }

  /** An answer in one piece. */
  static UnstampedEvent messageCompleted(MessageType type, ChatResponse response) {
    return at ->
        new MessageEvent.MessageCompleted(
            at,
            type,
            response.content(),
            null,
            null,
            1,
            response.reasoning(),
            response.toolCalls(),
            response.imagePrompt(),
            response.metadata().provider(),
            response.metadata().model(),
            response.complianceViolations(),
            response.metadata().finish(),
            response.metadata().id());
  }

  /** One turn of an answer: what follows goes with the last. */
  static UnstampedEvent messageCompleted(Turn turn, ChatResponse response) {
    boolean last = turn.isLast();
    return at ->
        new MessageEvent.MessageCompleted(
            at,
            MessageType.AUTO,
            turn.content(),
            turn.index(),
            turn.total(),
            last ? turn.total() : null,
            response.reasoning(),
            last ? response.toolCalls() : List.of(),
            last ? response.imagePrompt() : null,
            last ? response.metadata().provider() : null,
            last ? response.metadata().model() : null,
            response.complianceViolations(),
            last ? response.metadata().finish() : null,
            last ? response.metadata().id() : null);
  }

  /** What a guardrail did not let pass. */
  static UnstampedEvent contentModerated(ModerationResult result) {
    return at ->
        new ExchangeEvent.ContentModerated(
            at,
            result.input().stage(),
            result.action(),
            result.categories(),
            result.reason(),
            result.failure() == null ? null : ExchangeFailureLog.log(at, result.failure()));
  }

  /** What there is to say about a flow that broke off. */
  static UnstampedEvent finalEvent(Throwable cause) {
    return cause instanceof InterruptSignal.ExchangeInterrupted exchangeInterrupted
        ? exchangeInterrupted.finalEvent()
        : messageFailed(cause);
  }

  static UnstampedEvent messageFailed(Throwable cause) {
    return at -> new MessageEvent.MessageFailed(at, ExchangeFailureLog.log(at, cause));
  }

  static UnstampedEvent messagesCancelled(int dropped, String reason) {
    return at -> new MessageEvent.MessagesCancelled(at, dropped, reason);
  }

  static UnstampedEvent followUpScheduled(long delayMs) {
    return at -> new ExchangeEvent.FollowUpScheduled(at, delayMs);
  }

  static UnstampedEvent followUpBlocked(FollowUpBlockReason reason) {
    return at -> new ExchangeEvent.FollowUpBlocked(at, reason);
  }

  static UnstampedEvent attemptFailed(String phase, Retry.Attempt attempt) {
    return at ->
        new ExchangeEvent.AttemptFailed(
            at,
            phase,
            attempt.number(),
            attempt.delay().toMillis(),
            attempt.failure().origin().provider(),
            ExchangeFailureLog.log(at, attempt.failure()));
  }

  static UnstampedEvent imagePromptDetected(PromisedImage promised) {
    return at ->
        new ImageEvent.ImagePromptDetected(
            at, promised.prompt(), promised.detectedBy(), promised.changesPrevious());
  }

  static UnstampedEvent imageGenerationStarted(String imageId, String prompt) {
    return at -> new ImageEvent.ImageGenerationStarted(at, imageId, prompt);
  }

  static UnstampedEvent imageGenerationProgressed(String imageId, ImageUpdate.Progressed step) {
    return at ->
        new ImageEvent.ImageGenerationProgressed(at, imageId, step.index(), step.preview());
  }

  static UnstampedEvent imageGenerationCompleted(String imageId, Image image) {
    return at -> new ImageEvent.ImageGenerationCompleted(at, imageId, GeneratedImage.of(image));
  }

  static UnstampedEvent imageGenerationFailed(String imageId, String prompt, Throwable cause) {
    return at ->
        new ImageEvent.ImageGenerationFailed(
            at, imageId, prompt, ExchangeFailureLog.log(at, cause));
  }

  static UnstampedEvent toolCallStarted(ToolCall call) {
    return at -> new ToolEvent.ToolCallStarted(at, call.id(), call.name(), call.arguments());
  }

  static UnstampedEvent toolCallEnded(ToolRunUpdate.Ended end) {
    ToolCall call = end.call();
    long elapsedMs = end.elapsed().toMillis();
    return end instanceof ToolRunUpdate.Failed failed
        ? toolCallFailed(call, elapsedMs, failed.failure())
        : at -> new ToolEvent.ToolCallCompleted(at, call.id(), call.name(), elapsedMs);
  }

  static UnstampedEvent toolCallFailed(ToolCall call, long elapsedMs, Throwable cause) {
    return at ->
        new ToolEvent.ToolCallFailed(
            at, call.id(), call.name(), elapsedMs, ExchangeFailureLog.log(at, cause));
  }
}

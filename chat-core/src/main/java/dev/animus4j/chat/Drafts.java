package dev.animus4j.chat;

import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.FollowUpBlock;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.Moderation;
import dev.animus4j.chat.event.Picture;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolPart;
import dev.animus4j.chat.turn.Turn;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImagePart;
import dev.animus4j.resilience.Retry;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The events of an exchange, as they are announced. */
final class Drafts {
  private Drafts() {}

  static Draft queued(String text, int position) {
    return at -> new MessageEvent.MessageQueued(at, text, position);
  }

  static Draft started(MessageType type, Message said) {
    List<URI> images = said.attachments().isEmpty() ? List.of() : images(said);
    return at ->
        new MessageEvent.MessageStarted(at, type, said.content(), null, null, images, List.of());
  }

  private static List<URI> images(Message said) {
    return said.attachments().stream()
        .flatMap(shown -> shown instanceof Attachment.At at ? Stream.of(at.location()) : null)
        .toList();
  }

  static Draft started(Turn turn, ChatReply reply) {
    return at ->
        new MessageEvent.MessageStarted(
            at,
            MessageType.AUTO,
            turn.content(),
            turn.index(),
            turn.total(),
            List.of(),
            reply.complianceViolations());
  }

  static Draft tokens(String words) {
    return at -> new MessageEvent.MessageTokens(at, words);
  }

  /** An answer in one piece. */
  static Draft completed(MessageType type, ChatReply reply) {
    return at ->
        new MessageEvent.MessageCompleted(
            at,
            type,
            reply.content(),
            null,
            null,
            1,
            reply.reasoning(),
            reply.toolCalls(),
            reply.imagePrompt(),
            reply.complianceViolations());
  }

  /** One turn of an answer: what follows goes with the last. */
  static Draft completed(Turn turn, ChatReply reply) {
    boolean last = turn.isLast();
    return at ->
        new MessageEvent.MessageCompleted(
            at,
            MessageType.AUTO,
            turn.content(),
            turn.index(),
            turn.total(),
            last ? turn.total() : null,
            reply.reasoning(),
            last ? reply.toolCalls() : List.of(),
            last ? reply.imagePrompt() : null,
            reply.complianceViolations());
  }

  /** What a guardrail did not let pass. */
  static Draft moderated(Ruling ruling) {
    return at ->
        new ExchangeEvent.ContentModerated(
            at,
            ruling.matter().stage(),
            ruling.text() == null ? Moderation.WITHHELD : Moderation.REPLACED,
            ruling.categories(),
            ruling.reason(),
            ruling.failure() == null ? null : FailureLog.told(at, ruling.failure()));
  }

  /** What there is to say about a flow that broke off. */
  static Draft ending(Throwable cause) {
    return cause instanceof Interruption.Cut cut ? cut.farewell() : failed(cause);
  }

  static Draft failed(Throwable cause) {
    return at -> new MessageEvent.MessageFailed(at, FailureLog.told(at, cause));
  }

  static Draft cancelled(int dropped, String reason) {
    return at -> new MessageEvent.MessagesCancelled(at, dropped, reason);
  }

  static Draft followUpScheduled(long delayMs) {
    return at -> new ExchangeEvent.FollowUpScheduled(at, delayMs);
  }

  static Draft followUpBlocked(FollowUpBlock reason) {
    return at -> new ExchangeEvent.FollowUpBlocked(at, reason);
  }

  static Draft attemptFailed(String phase, Retry.Attempt attempt) {
    return at ->
        new ExchangeEvent.AttemptFailed(
            at,
            phase,
            attempt.number(),
            attempt.delay().toMillis(),
            FailureLog.told(at, attempt.failure()));
  }

  static Draft imageDetected(PromisedImage promised) {
    return at ->
        new ImageEvent.ImagePromptDetected(
            at, promised.prompt(), promised.detectedBy(), promised.changesPrevious());
  }

  static Draft imageStarted(String imageId, String prompt) {
    return at -> new ImageEvent.ImageGenerationStarted(at, imageId, prompt);
  }

  static Draft imageProgressed(String imageId, ImagePart.Progressed step) {
    return at ->
        new ImageEvent.ImageGenerationProgressed(at, imageId, step.index(), step.preview());
  }

  static Draft imageCompleted(String imageId, Image image) {
    return at -> new ImageEvent.ImageGenerationCompleted(at, imageId, Picture.of(image));
  }

  static Draft imageFailed(String imageId, String prompt, Throwable cause) {
    return at ->
        new ImageEvent.ImageGenerationFailed(at, imageId, prompt, FailureLog.told(at, cause));
  }

  static Draft toolStarted(ToolCall call) {
    return at -> new ToolEvent.ToolCallStarted(at, call.id(), call.name(), call.arguments());
  }

  static Draft toolEnded(ToolPart.Ended end) {
    ToolCall call = end.call();
    long elapsedMs = end.elapsed().toMillis();
    return end instanceof ToolPart.Failed failed
        ? toolFailed(call, elapsedMs, failed.failure())
        : at -> new ToolEvent.ToolCallCompleted(at, call.id(), call.name(), elapsedMs);
  }

  static Draft toolFailed(ToolCall call, long elapsedMs, Throwable cause) {
    return at ->
        new ToolEvent.ToolCallFailed(
            at, call.id(), call.name(), elapsedMs, FailureLog.told(at, cause));
  }
}

package dev.animus4j.chat;

import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.function.Function;

/**
 * Moderates user messages and responses by the client's guardrail: continues with what passes, and
 * emits an event for what does not. Before the verdict nothing is published, appended or requested.
 * Without a guardrail it passes everything through.
 */
final class ModerationStep {
  private final ConversationState conversation;
  private final ChatOptions options;
  private final Interruption interruption;
  private final FailClosedGuardrail guardrail;

  ModerationStep(ConversationState conversation, ChatOptions options, Interruption interruption) {
    this.conversation = conversation;
    this.options = options;
    this.interruption = interruption;
    this.guardrail = conversation.components().guardrail();
  }

  /** Moderates a user message, and continues with what passes; fails if that is nothing. */
  Flowable<UnstampedEvent> moderate(
      Message message, Function<Message, Flowable<UnstampedEvent>> then) {
    if (!guardrail.appliesTo(GuardrailStage.INPUT)) {
      return then.apply(message);
    }
    GuardrailInput input =
        new GuardrailInput(
            GuardrailStage.INPUT,
            conversation.id(),
            message.content(),
            message.attachments(),
            List.of());
    return moderationResults(List.of(input), 1)
        .concatMap(r -> inputEvents(r.get(0), message, then));
  }

  /** Moderates a response, and continues with what passes; fails if that is nothing. */
  Flowable<UnstampedEvent> moderate(
      SplitReply split, Function<SplitReply, Flowable<UnstampedEvent>> then) {
    List<GuardrailInput> inputs =
        guardrail.appliesToResponses() ? split.guardrailInputs(conversation.id()) : List.of();
    return inputs.isEmpty()
        ? then.apply(split)
        : moderationResults(inputs, split.messageCount(options))
            .concatMap(results -> responseEvents(results, split, then));
  }

  /**
   * A request for a whole response, if responses are moderated: no token may be published before
   * the verdict.
   */
  ChatRequest adaptRequest(ChatRequest request) {
    return guardrail.appliesTo(GuardrailStage.OUTPUT) ? request.withStreaming(false) : request;
  }

  /**
   * The parts of a response without its text deltas, if responses are moderated: some models stream
   * anyway.
   */
  Flowable<ChatUpdate> dropUnmoderatedText(Flowable<ChatUpdate> parts) {
    return guardrail.appliesTo(GuardrailStage.OUTPUT)
        ? parts.filter(update -> !(update instanceof ChatUpdate.TextDelta))
        : parts;
  }

  private Flowable<List<ModerationResult>> moderationResults(
      List<GuardrailInput> inputs, int awaited) {
    Flowable<List<ModerationResult>> results =
        Flowable.fromIterable(inputs)
            .concatMapEager(
                input -> guardrail.moderate(input, conversation.scheduler()).toFlowable())
            .toList()
            .toFlowable();
    return interruption.takeUntilInterrupted(
        results, reason -> UnstampedEvents.messagesCancelled(awaited, reason));
  }

  private static Flowable<UnstampedEvent> inputEvents(
      ModerationResult result, Message message, Function<Message, Flowable<UnstampedEvent>> then) {
    String text = result.text();
    return moderationEvents(List.of(result))
        .concatWith(
            text == null
                ? Flowable.error(result.refusal())
                : then.apply(message.withContent(text)));
  }

  private static Flowable<UnstampedEvent> responseEvents(
      List<ModerationResult> results,
      SplitReply split,
      Function<SplitReply, Flowable<UnstampedEvent>> then) {
    SplitReply passed = split.withModeration(results);
    Flowable<UnstampedEvent> refusal =
        Flowable.fromIterable(results)
            .filter(
                result ->
                    result.text() == null && result.input().stage() != GuardrailStage.REASONING)
            .take(passed.reply().isEmpty() ? 1 : 0)
            .concatMap(result -> Flowable.error(result.refusal()));
    return Flowable.concatArray(
        moderationEvents(results), refusal, Flowable.defer(() -> then.apply(passed)));
  }

  private static Flowable<UnstampedEvent> moderationEvents(List<ModerationResult> results) {
    return Flowable.fromIterable(results)
        .filter(r -> !r.isAllowed())
        .map(UnstampedEvents::contentModerated);
  }
}

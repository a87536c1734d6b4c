package dev.animus4j.chat;

import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Moderates user messages and responses by the client's guardrail: continues with what passes, and
 * emits an event for what does not. Before the verdict nothing is published, appended or requested.
 * Without a guardrail it passes everything through.
 */
final class ModerationStep {
  private final ConversationState conversation;
  private final ChatOptions options;
  private final InterruptSignal interruption;
  private final FailClosedGuardrail guardrail;

  ModerationStep(
      ConversationState conversation, ChatOptions options, InterruptSignal interruption) {
    this.conversation = conversation;
    this.options = options;
    this.interruption = interruption;
    this.guardrail = conversation.components().guardrail();
  }

  /**
   * Moderates a user message, and continues with what passes, or with the answer of the guardrail;
   * fails if there is neither.
   */
  Flowable<UnstampedEvent> moderate(
      Message message,
      Function<Message, Flowable<UnstampedEvent>> then,
      Function<String, Flowable<UnstampedEvent>> answer) {
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
        .concatMap(
            results ->
                objections(results)
                    .concatWith(
                        results
                            .get(0)
                            .continueWith(text -> then.apply(message.withContent(text)), answer)));
  }

  /** Moderates a response, and continues with what passes; fails if that is nothing. */
  Flowable<UnstampedEvent> moderate(
      SplitReply split, Function<SplitReply, Flowable<UnstampedEvent>> then) {
    List<GuardrailInput> inputs =
        guardrail.appliesToResponses() ? responseInputs(split) : List.of();
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
   * The parts of a response without the deltas of what is moderated: some models stream anyway.
   * Where the text is moderated, so are the thoughts about it.
   */
  Flowable<ChatUpdate> dropUnmoderatedText(Flowable<ChatUpdate> parts) {
    boolean text = guardrail.appliesTo(GuardrailStage.OUTPUT);
    return text || guardrail.appliesTo(GuardrailStage.REASONING)
        ? parts.filter(update -> !isUnmoderated(update, text))
        : parts;
  }

  private static boolean isUnmoderated(ChatUpdate update, boolean text) {
    return update instanceof ChatUpdate.ReasoningDelta
        || (text && update instanceof ChatUpdate.TextDelta);
  }

  /** The parts of a response to be moderated: reasoning, messages, and image prompt. */
  private List<GuardrailInput> responseInputs(SplitReply split) {
    ChatResponse reply = split.reply();
    Stream<String> reasoning = Stream.ofNullable(reply.reasoning());
    Stream<String> imagePrompt = Stream.ofNullable(reply.imagePrompt());
    return Stream.of(
            responseInputs(GuardrailStage.REASONING, reasoning, reply),
            responseInputs(GuardrailStage.OUTPUT, split.messageTexts(), reply),
            responseInputs(GuardrailStage.IMAGE_PROMPT, imagePrompt, reply))
        .flatMap(inputs -> inputs)
        .toList();
  }

  private Stream<GuardrailInput> responseInputs(
      GuardrailStage stage, Stream<String> texts, ChatResponse reply) {
    String id = conversation.id();
    List<String> violations = reply.complianceViolations();
    return texts
        .filter(text -> !text.isBlank())
        .map(text -> new GuardrailInput(stage, id, text, List.of(), violations));
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

  private static Flowable<UnstampedEvent> responseEvents(
      List<ModerationResult> results,
      SplitReply split,
      Function<SplitReply, Flowable<UnstampedEvent>> then) {
    ModeratedReply moderated = new ModeratedReply(split, results);
    AnimusException refusal = moderated.refusal();
    return objections(moderated.resultsBeforeText())
        .concatWith(
            refusal == null
                ? Flowable.defer(() -> then.apply(moderated.passed()))
                : Flowable.error(refusal));
  }

  private static Flowable<UnstampedEvent> objections(List<ModerationResult> results) {
    return Flowable.fromIterable(results)
        .filter(r -> !r.isAllowed())
        .map(UnstampedEvents::contentModerated);
  }
}

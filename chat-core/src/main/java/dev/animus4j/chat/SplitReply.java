package dev.animus4j.chat;

import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.turn.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A response, and the turns in which it is delivered.
 *
 * @param turns one message each; empty for one whole message
 */
record SplitReply(ChatResponse reply, List<Turn> turns) {

  /** The parts to be moderated: reasoning, content, and image prompt. */
  List<GuardrailInput> guardrailInputs(String conversationId) {
    return Stream.of(
            inputs(GuardrailStage.REASONING, Stream.ofNullable(reply.reasoning()), conversationId),
            inputs(GuardrailStage.OUTPUT, messageTexts(), conversationId),
            inputs(
                GuardrailStage.IMAGE_PROMPT,
                Stream.ofNullable(reply.imagePrompt()),
                conversationId))
        .flatMap(parts -> parts)
        .toList();
  }

  /** How many messages it is delivered as, an image included. */
  int messageCount(ChatOptions options) {
    return Math.max(1, turns.size()) + (options.generatesImage(reply) ? 1 : 0);
  }

  /**
   * What passes of it.
   *
   * @param results the results of its {@link #guardrailInputs}, in their order
   */
  SplitReply withModeration(List<ModerationResult> results) {
    if (results.stream().allMatch(ModerationResult::isAllowed)) {
      return this;
    }
    List<ModerationResult> messages = filterByStage(GuardrailStage.OUTPUT, results).toList();
    List<Turn> passed = turns.isEmpty() ? List.of() : renumber(allowedTurns(messages));
    String content =
        String.join(" ", messages.stream().flatMap(ModerationResult::allowedText).toList());
    ChatResponse left =
        reply
            .withContent(content)
            .withReasoning(firstAllowedText(GuardrailStage.REASONING, results).orElse(null))
            .withImagePrompt(
                firstAllowedText(GuardrailStage.IMAGE_PROMPT, results)
                    .map(this::promisedImage)
                    .orElse(null));
    return new SplitReply(left, passed);
  }

  private Stream<String> messageTexts() {
    return turns.isEmpty() ? Stream.of(reply.content()) : turns.stream().map(Turn::content);
  }

  private Stream<GuardrailInput> inputs(
      GuardrailStage stage, Stream<String> texts, String conversationId) {
    return texts
        .filter(text -> !text.isBlank())
        .map(
            t ->
                new GuardrailInput(
                    stage, conversationId, t, List.of(), reply.complianceViolations()));
  }

  private @Nullable PromisedImage promisedImage(String prompt) {
    PromisedImage promised = reply.promisedImage();
    return promised == null ? null : promised.withPrompt(prompt);
  }

  private List<Turn> allowedTurns(List<ModerationResult> messages) {
    return IntStream.range(0, turns.size())
        .boxed()
        .flatMap(
            i ->
                messages
                    .get(i)
                    .allowedText()
                    .map(text -> new Turn(text, i, turns.size(), turns.get(i).delay())))
        .toList();
  }

  /** The first turn has no delay. */
  private static List<Turn> renumber(List<Turn> turns) {
    return IntStream.range(0, turns.size())
        .mapToObj(i -> renumber(turns.get(i), i, turns.size()))
        .toList();
  }

  private static Turn renumber(Turn turn, int index, int total) {
    return new Turn(turn.content(), index, total, index == 0 ? Duration.ZERO : turn.delay());
  }

  private static Stream<ModerationResult> filterByStage(
      GuardrailStage stage, List<ModerationResult> results) {
    return results.stream().filter(result -> result.input().stage() == stage);
  }

  private static Optional<String> firstAllowedText(
      GuardrailStage stage, List<ModerationResult> results) {
    return filterByStage(stage, results).flatMap(ModerationResult::allowedText).findFirst();
  }
}

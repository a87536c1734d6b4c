package dev.animus4j.chat;

import static java.util.stream.Collectors.joining;

import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.turn.Turn;
import dev.animus4j.failure.AnimusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reply after moderation.
 *
 * @param results the results of its parts, in their order
 */
record ModeratedReply(SplitReply split, List<ModerationResult> results) {

  /** What is delivered. */
  SplitReply passed() {
    if (results.stream().allMatch(ModerationResult::isAllowed)) {
      return split;
    }
    ChatResponse passed = passedResponse();
    String answer = answer(passed);
    return answer == null
        ? new SplitReply(passed, passedTurns(), withheldImage())
        : new SplitReply(ChatResponse.of(answer), List.of());
  }

  /** The failure of a reply of which nothing is delivered; null when something is. */
  @Nullable AnimusException refusal() {
    return passed().reply().isEmpty()
        ? results.stream()
            .filter(result -> result.text() == null)
            .filter(result -> result.input().stage() != GuardrailStage.REASONING)
            .map(ModerationResult::refusal)
            .findFirst()
            .orElse(null)
        : null;
  }

  /** The results to be published before the text: all but that of an image, if text follows. */
  List<ModerationResult> resultsBeforeText() {
    boolean imageFollows = refusal() == null && passed().withheldImage() != null;
    return imageFollows
        ? results.stream().filter(r -> r.input().stage() != GuardrailStage.IMAGE_PROMPT).toList()
        : results;
  }

  /** The text of the guardrail that replaces the whole reply; null for none. */
  private @Nullable String answer(ChatResponse passed) {
    ModerationResult image = withheldImage();
    Stream<String> instead =
        ofStage(GuardrailStage.OUTPUT).flatMap(result -> Stream.ofNullable(result.answer()));
    return Stream.concat(
            instead,
            passed.isEmpty() && image != null ? Stream.ofNullable(image.answer()) : Stream.empty())
        .findFirst()
        .orElse(null);
  }

  private @Nullable ModerationResult withheldImage() {
    return ofStage(GuardrailStage.IMAGE_PROMPT)
        .filter(result -> result.text() == null)
        .findFirst()
        .orElse(null);
  }

  private ChatResponse passedResponse() {
    PromisedImage promised = split.reply().promisedImage();
    String imagePrompt = allowedTexts(GuardrailStage.IMAGE_PROMPT).findFirst().orElse(null);
    return split
        .reply()
        .withContent(allowedTexts(GuardrailStage.OUTPUT).collect(joining(" ")))
        .withReasoning(allowedTexts(GuardrailStage.REASONING).findFirst().orElse(null))
        .withImagePrompt(
            promised == null || imagePrompt == null ? null : promised.withPrompt(imagePrompt));
  }

  /** The turns that pass, the first of them without delay. */
  private List<Turn> passedTurns() {
    List<ModerationResult> messages = ofStage(GuardrailStage.OUTPUT).toList();
    int total = (int) allowedTexts(GuardrailStage.OUTPUT).count();
    List<Turn> passed = new ArrayList<>();
    for (int i = 0; i < split.turns().size(); i++) {
      Turn turn = split.turns().get(i);
      String text = messages.get(i).text();
      if (text != null) {
        Duration delay = passed.isEmpty() ? Duration.ZERO : turn.delay();
        passed.add(new Turn(text, passed.size(), total, delay));
      }
    }
    return passed;
  }

  private Stream<String> allowedTexts(GuardrailStage stage) {
    return ofStage(stage).flatMap(ModerationResult::allowedText);
  }

  private Stream<ModerationResult> ofStage(GuardrailStage stage) {
    return results.stream().filter(result -> result.input().stage() == stage);
  }
}

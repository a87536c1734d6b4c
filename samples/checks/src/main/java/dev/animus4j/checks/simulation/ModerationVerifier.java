package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.PromisedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verifies the moderation of one response, and what is left of it. */
final class ModerationVerifier {
  private final SentMessage sentMessage;
  private final List<ExpectedModeration> all = new ArrayList<>();
  private int published;

  ModerationVerifier(SentMessage sentMessage) {
    this.sentMessage = sentMessage;
  }

  /** Whether this stage is moderated. */
  boolean isStageModerated(GuardrailStage stage) {
    return sentMessage.conversation().world().guardrail().hasStage(stage);
  }

  /** Whether any stage of a response is moderated. */
  boolean isModerated() {
    return isStageModerated(GuardrailStage.OUTPUT)
        || isStageModerated(GuardrailStage.REASONING)
        || isStageModerated(GuardrailStage.IMAGE_PROMPT);
  }

  void add(ExpectedModeration expectedModeration) {
    all.add(expectedModeration);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  boolean hasStage(GuardrailStage stage) {
    return ofStage(stage).findAny().isPresent();
  }

  /** Whether a moderation was pending then. */
  boolean isPending(long then) {
    return all.stream().anyMatch(expectedModeration -> expectedModeration.due() > then);
  }

  /** The texts before moderation. */
  List<String> inputTexts(GuardrailStage stage) {
    return ofStage(stage).map(expectedModeration -> expectedModeration.matter().text()).toList();
  }

  /** The allowed texts. */
  List<String> allowedTexts(GuardrailStage stage) {
    return ofStage(stage)
        .flatMap(expectedModeration -> Stream.ofNullable(expectedModeration.text()))
        .toList();
  }

  /** Verifies that each objection is published once, in order. */
  void onModerated(ContentModerated event) {
    ExpectedModeration next = objections().stream().skip(published).findFirst().orElse(null);
    if (sentMessage.isStruck() && (next == null || !next.matches(event))) {
      all.add(next == null ? all.size() : all.indexOf(next), ExpectedModeration.ofUnasked(event));
    }
    List<ExpectedModeration> objections = objections();
    boolean right = published < objections.size() && objections.get(published).matches(event);
    Invariant.holds(right, "%s is told of %s", event, all);
    published++;
  }

  /**
   * Verifies that text, reasoning and image prompt were moderated, if required, and something is
   * left.
   */
  void verify(ChatResponse whole) {
    Invariant.holds(published == due(), "%d were told of %s", published, all);
    Invariant.holds(refusal(whole) == null, "%s is said: %s", whole, refusal(whole));
    verify(GuardrailStage.OUTPUT, whole.content());
    verify(GuardrailStage.REASONING, whole.reasoning());
    verify(GuardrailStage.IMAGE_PROMPT, whole.imagePrompt());
  }

  /** Verifies the published prompt; one that is withheld may be known only by a later event. */
  void verifyImagePrompt(@Nullable String published, @Nullable String expected) {
    boolean withheldLater = published == null && sentMessage.isStruck();
    Invariant.holds(
        withheldLater || Objects.equals(published, expected), "%s: %s", published, expected);
  }

  void verifyWithheldImage() {
    Invariant.holds(
        due() == objections().size() - 1 && published == objections().size(), "none of %s", all);
  }

  /** How many objections are published before the end of the text: not that of the image. */
  private int due() {
    List<ExpectedModeration> objections = objections();
    return (int)
        objections.stream()
            .filter(it -> it.text() != null || it.stage() != GuardrailStage.IMAGE_PROMPT)
            .count();
  }

  private void verify(GuardrailStage stage, @Nullable String text) {
    boolean due = isStageModerated(stage) && text != null && !text.isBlank();
    boolean comesLater = stage == GuardrailStage.IMAGE_PROMPT && sentMessage.isStruck();
    Invariant.holds(
        hasStage(stage) == due || comesLater,
        "%s of %s: %s",
        stage,
        sentMessage,
        inputTexts(stage));
  }

  /** Verifies that the turns are the response, or what is left of it. */
  void verifyTurns(String turns, String words, ChatResponse whole) {
    List<String> inputs = inputTexts(GuardrailStage.OUTPUT);
    String all = inputs.isEmpty() ? turns : String.join("\n", inputs);
    boolean isWhole = sentMessage.isStruck() || TurnText.isWholeText(all, words, whole);
    Invariant.holds(isWhole, "%s and '%s' as '%s'", whole, words, all);
    String allowed =
        TurnText.withoutWhitespace(String.join("", allowedTexts(GuardrailStage.OUTPUT)));
    boolean right = inputs.isEmpty() || allowed.equals(TurnText.withoutWhitespace(turns));
    Invariant.holds(right, "'%s' may be said, '%s' is", allowed, turns);
  }

  private List<ExpectedModeration> objections() {
    return all.stream().filter(expectedModeration -> !expectedModeration.isAllowed()).toList();
  }

  /** The allowed part of a response. */
  ChatResponse allowedPart(ChatResponse response) {
    if (objections().isEmpty()) {
      return response;
    }
    String whole = response.content().isBlank() ? "" : response.content();
    String content =
        hasStage(GuardrailStage.OUTPUT)
            ? String.join(" ", allowedTexts(GuardrailStage.OUTPUT))
            : whole;
    return response
        .withContent(content)
        .withReasoning(allowedReasoning(response))
        .withImagePrompt(allowedImage(response));
  }

  private @Nullable String allowedReasoning(ChatResponse response) {
    return hasStage(GuardrailStage.REASONING)
        ? firstAllowed(GuardrailStage.REASONING)
        : response.reasoning();
  }

  private @Nullable PromisedImage allowedImage(ChatResponse response) {
    PromisedImage promised = response.promisedImage();
    if (promised == null || !hasStage(GuardrailStage.IMAGE_PROMPT)) {
      return promised;
    }
    String prompt = firstAllowed(GuardrailStage.IMAGE_PROMPT);
    return prompt == null ? null : promised.withPrompt(prompt);
  }

  /** The failure of a message of which nothing is left; null if something is. */
  @Nullable String refusal(ChatResponse response) {
    return allowedPart(response).isEmpty()
        ? all.stream()
            .filter(
                expectedModeration ->
                    expectedModeration.text() == null
                        && expectedModeration.stage() != GuardrailStage.REASONING)
            .map(ExpectedModeration::refusal)
            .findFirst()
            .orElse(null)
        : null;
  }

  private @Nullable String firstAllowed(GuardrailStage stage) {
    return allowedTexts(stage).stream().findFirst().orElse(null);
  }

  private Stream<ExpectedModeration> ofStage(GuardrailStage stage) {
    return all.stream().filter(expectedModeration -> expectedModeration.stage() == stage);
  }
}

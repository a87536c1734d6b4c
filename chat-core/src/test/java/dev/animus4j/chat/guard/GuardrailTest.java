package dev.animus4j.chat.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.PromptRules;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardrailTest {
  private static final Guardrail POLITE =
      Guardrail.of(
          matter ->
              matter.text().contains("damn")
                  ? Verdict.replace(matter.text().replace("damn", "dear"), "swearing")
                  : Verdict.allow());
  private static final Guardrail DRY =
      Guardrail.of(
          matter ->
              matter.text().contains("rum")
                  ? Verdict.withhold("no drinks", "alcohol")
                  : Verdict.allow());

  private static Verdict judged(Guardrail guardrail, GuardrailStage stage, String text) {
    GuardrailInput matter = new GuardrailInput(stage, "c", text, List.of(), List.of());
    return guardrail.moderate(matter).blockingGet();
  }

  @Test
  void theSecondJudgesWhatTheFirstMadeOfIt() {
    List<String> heard = new ArrayList<>();
    Guardrail listening =
        matter -> {
          heard.add(matter.text());
          return Single.just(Verdict.allow());
        };
    assertThat(judged(POLITE.andThen(listening), GuardrailStage.OUTPUT, "damn good"))
        .isEqualTo(Verdict.replace("dear good", "swearing"));
    assertThat(judged(DRY.andThen(listening), GuardrailStage.OUTPUT, "rum"))
        .isEqualTo(Verdict.withhold("no drinks", "alcohol"));
    assertThat(judged(POLITE.andThen(DRY), GuardrailStage.OUTPUT, "damn rum"))
        .isEqualTo(Verdict.withhold("no drinks", "alcohol"));
    assertThat(heard).containsExactly("dear good");
  }

  @Test
  void categoriesOfSeveralReplacementsAreAllTold() {
    Guardrail brief = Guardrail.of(matter -> Verdict.replace("dear", "length"));
    assertThat(judged(POLITE.andThen(brief), GuardrailStage.INPUT, "damn good"))
        .isEqualTo(Verdict.replace("dear", "swearing", "length"));
  }

  @Test
  void aStageThatIsNotJudgedIsAllowedWithoutAskingAnybody() {
    Guardrail broken = matter -> Single.error(new IllegalStateException("asked"));
    Guardrail input = broken.limitTo(GuardrailStage.INPUT);
    assertThat(input.appliesTo(GuardrailStage.INPUT)).isTrue();
    assertThat(input.appliesTo(GuardrailStage.OUTPUT)).isFalse();
    assertThat(judged(input, GuardrailStage.OUTPUT, "hi")).isEqualTo(Verdict.allow());
    assertThat(judged(input.andThen(DRY), GuardrailStage.OUTPUT, "rum"))
        .isEqualTo(Verdict.withhold("no drinks", "alcohol"));
    assertThat(judged(DRY.andThen(input), GuardrailStage.OUTPUT, "tea")).isEqualTo(Verdict.allow());
    assertThat(
            input
                .andThen(DRY.limitTo(GuardrailStage.REASONING))
                .appliesTo(GuardrailStage.IMAGE_PROMPT))
        .isFalse();
    assertThat(GuardrailStage.values()).noneMatch(Guardrail.none()::appliesTo);
  }

  @Test
  void rulesForPromptsAreAGuardrail() {
    Guardrail rules = Guardrail.of(PromptRules.none().withMaxLength(9).withProhibitedTerms("gore"));
    assertThat(judged(rules, GuardrailStage.IMAGE_PROMPT, "a cat")).isEqualTo(Verdict.allow());
    assertThatThrownBy(() -> judged(rules, GuardrailStage.IMAGE_PROMPT, "much gore"))
        .isInstanceOfSatisfying(
            AnimusException.ContentPolicy.class,
            refusal -> assertThat(refusal.categories()).containsExactly("prohibited term: gore"));
    assertThatThrownBy(() -> judged(rules, GuardrailStage.INPUT, "a very long one"))
        .isInstanceOf(AnimusException.InvalidRequest.class);
  }

  @Test
  void theProviderIsTakenAtItsWord() {
    GuardrailInput found =
        new GuardrailInput(GuardrailStage.OUTPUT, "c", "hi", List.of(), List.of("gore"));
    assertThat(Guardrail.providerModeration().moderate(found).blockingGet())
        .isEqualTo(Verdict.withhold("the provider's moderation objects", "gore"));
    assertThat(judged(Guardrail.providerModeration(), GuardrailStage.OUTPUT, "hi"))
        .isEqualTo(Verdict.allow());
    assertThat(Guardrail.providerModeration().appliesTo(GuardrailStage.INPUT)).isFalse();
  }

  @Test
  void nothingIsNoReplacement() {
    assertThatThrownBy(() -> Verdict.replace(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}

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
                  ? Verdict.replaced(matter.text().replace("damn", "dear"), "swearing")
                  : Verdict.allowed());
  private static final Guardrail DRY =
      Guardrail.of(
          matter ->
              matter.text().contains("rum")
                  ? Verdict.withheld("no drinks", "alcohol")
                  : Verdict.allowed());

  private static Verdict judged(Guardrail guardrail, Stage stage, String text) {
    Matter matter = new Matter(stage, "c", text, List.of(), List.of());
    return guardrail.judge(matter).blockingGet();
  }

  @Test
  void theSecondJudgesWhatTheFirstMadeOfIt() {
    List<String> heard = new ArrayList<>();
    Guardrail listening =
        matter -> {
          heard.add(matter.text());
          return Single.just(Verdict.allowed());
        };
    assertThat(judged(POLITE.and(listening), Stage.OUTPUT, "damn good"))
        .isEqualTo(Verdict.replaced("dear good", "swearing"));
    assertThat(judged(DRY.and(listening), Stage.OUTPUT, "rum"))
        .isEqualTo(Verdict.withheld("no drinks", "alcohol"));
    assertThat(judged(POLITE.and(DRY), Stage.OUTPUT, "damn rum"))
        .isEqualTo(Verdict.withheld("no drinks", "alcohol"));
    assertThat(heard).containsExactly("dear good");
  }

  @Test
  void categoriesOfSeveralReplacementsAreAllTold() {
    Guardrail brief = Guardrail.of(matter -> Verdict.replaced("dear", "length"));
    assertThat(judged(POLITE.and(brief), Stage.INPUT, "damn good"))
        .isEqualTo(Verdict.replaced("dear", "swearing", "length"));
  }

  @Test
  void aStageThatIsNotJudgedIsAllowedWithoutAskingAnybody() {
    Guardrail broken = matter -> Single.error(new IllegalStateException("asked"));
    Guardrail input = broken.only(Stage.INPUT);
    assertThat(input.judges(Stage.INPUT)).isTrue();
    assertThat(input.judges(Stage.OUTPUT)).isFalse();
    assertThat(judged(input, Stage.OUTPUT, "hi")).isEqualTo(Verdict.allowed());
    assertThat(judged(input.and(DRY), Stage.OUTPUT, "rum"))
        .isEqualTo(Verdict.withheld("no drinks", "alcohol"));
    assertThat(judged(DRY.and(input), Stage.OUTPUT, "tea")).isEqualTo(Verdict.allowed());
    assertThat(input.and(DRY.only(Stage.REASONING)).judges(Stage.IMAGE_PROMPT)).isFalse();
    assertThat(Stage.values()).noneMatch(Guardrail.none()::judges);
  }

  @Test
  void rulesForPromptsAreAGuardrail() {
    Guardrail rules = Guardrail.of(PromptRules.none().atMost(9).prohibiting("gore"));
    assertThat(judged(rules, Stage.IMAGE_PROMPT, "a cat")).isEqualTo(Verdict.allowed());
    assertThatThrownBy(() -> judged(rules, Stage.IMAGE_PROMPT, "much gore"))
        .isInstanceOfSatisfying(
            AnimusException.ContentPolicy.class,
            refusal -> assertThat(refusal.categories()).containsExactly("prohibited term: gore"));
    assertThatThrownBy(() -> judged(rules, Stage.INPUT, "a very long one"))
        .isInstanceOf(AnimusException.InvalidRequest.class);
  }

  @Test
  void theProviderIsTakenAtItsWord() {
    Matter found = new Matter(Stage.OUTPUT, "c", "hi", List.of(), List.of("gore"));
    assertThat(Guardrail.compliance().judge(found).blockingGet())
        .isEqualTo(Verdict.withheld("the provider's moderation objects", "gore"));
    assertThat(judged(Guardrail.compliance(), Stage.OUTPUT, "hi")).isEqualTo(Verdict.allowed());
    assertThat(Guardrail.compliance().judges(Stage.INPUT)).isFalse();
  }

  @Test
  void nothingIsNoReplacement() {
    assertThatThrownBy(() -> Verdict.replaced(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}

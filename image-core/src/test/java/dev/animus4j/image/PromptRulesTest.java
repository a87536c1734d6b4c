package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.failure.AnimusException.Stage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptRulesTest {
  private static final PromptRules RULES =
      PromptRules.none()
          .withProhibitedTerms("Ass", "child abuse", "暴力", "ดาบ", "🔫", "straße", "がん");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "an ass",
        "ASS",
        "Ass!",
        "(ass)",
        "an_ass_",
        "dumb-ass",
        "a.ass",
        "ass's ears",
        "ＡＳＳ",
        "𝐚𝐬𝐬",
        "ⓐⓢⓢ",
        "ªss",
        "a\u0336s\u0336s\u0336",
        "áss",
        "a\u0301ss",
        "ȧṡṡ",
        "a\u200Bs\u200Ds",
        "a\u00ADss",
        "a\uFE0Fss",
        "a\u2060ss",
        "aſs",
        "照ass片",
        "child abuse",
        "Child  Abuse",
        "child-abuse",
        "child\nabuse",
        "child, abuse",
        "很暴力的",
        "暴力",
        "暴\u200B力",
        "มีดาบอยู่",
        "a 🔫!",
        "cat🔫cat",
        "STRASSE",
        "Straße",
        "STRAẞE",
        "がんは",
        "か\u3099ん",
        "🄰🅂🅂",
        "🅰🆂🆂",
        "🅐🅢🅢",
        "🄐🄢🄢",
        "⒜⒮⒮",
        "🇦🇸🇸",
        "ᴀꜱꜱ",
        "a\0s\0s",
        "a\u0007ss",
        "a\u2800ss",
        "a\u3164s\uFFA0s",
        "an\u2800ass\u2800in",
        "the\0ass\0ears",
        "a\uFFFCss",
        "a\uE000s\uDC00s",
        "a\u0378ss"
      })
  void disguisedTermsAreFound(String prompt) {
    assertThatThrownBy(() -> RULES.check(prompt)).isInstanceOf(ContentPolicy.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a class",
        "assess",
        "bass",
        "an assassin",
        "as s",
        "children abused",
        "child of abuse",
        "abuse child",
        "暴風力",
        "a dab",
        "strassen",
        "かん",
        "a water pistol",
        "ass1",
        "été"
      })
  void longerWordsThatContainATermAreAllowed(String prompt) {
    assertThatCode(() -> RULES.check(prompt)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"2,false", "3,true", "5,true", "6,false"})
  void lengthIsCountedInCodePoints(int length, boolean fits) {
    PromptRules rules = PromptRules.none().withMinLength(3).withMaxLength(5);
    InvalidRequest wrong =
        catchThrowableOfType(InvalidRequest.class, () -> rules.check("🦊".repeat(length)));
    assertThat(wrong == null).isEqualTo(fits);
  }

  @Test
  void aRuleThatRunsOutOfStackFailsItsRequestOnly() {
    Pattern greedy = Pattern.compile("(a|b)*");
    ImageModel ruled =
        new FakeImageModel()
            .withPromptRules(
                PromptRules.none().withRule("a or b", p -> greedy.matcher(p).matches()));
    ruled.stream(ImageRequest.of("ab".repeat(1_000_000)))
        .test()
        .assertError(failure -> failure.getCause() instanceof StackOverflowError);
    ruled.stream(ImageRequest.of("ab")).test().assertNoErrors();
  }

  @Test
  void aWrongLengthSaysWhichWouldBeRight() {
    assertThatThrownBy(() -> PromptRules.none().withMaxLength(3).check("long"))
        .hasMessageContaining("the prompt has 4 characters, and may have at most 3");
    assertThatThrownBy(() -> PromptRules.none().withMinLength(5).check("long"))
        .hasMessageContaining("the prompt has 4 characters, and needs at least 5");
  }

  @Test
  void allOffencesAreNamed() {
    PromptRules rules =
        PromptRules.none()
            .withProhibitedTerms("blood", "guns")
            .withRule("no addresses", prompt -> !prompt.contains("@"))
            .withRule("polite", prompt -> prompt.contains("please"));
    ContentPolicy refusal =
        catchThrowableOfType(ContentPolicy.class, () -> rules.check("Guns @ home"));
    assertThat(refusal.stage()).isEqualTo(Stage.PROMPT);
    assertThat(refusal.categories())
        .containsExactly("prohibited term: guns", "no addresses", "polite");
    assertThat(refusal.getMessage()).doesNotContainIgnoringCase("guns @ home");
    rules.check("please draw a fox");
  }

  @Test
  void termsAddUp() {
    PromptRules rules = PromptRules.none().withProhibitedTerms("a").withProhibitedTerms("b");
    assertThat(rules).isEqualTo(PromptRules.none().withProhibitedTerms("B", "Á"));
    assertThat(rules.prohibitedTerms()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void rulesWithoutSenseAreRefused() {
    assertThatThrownBy(() -> PromptRules.none().withProhibitedTerms("fox", " .\u200B"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PromptRules.none().withMinLength(6).withMaxLength(5))
        .hasMessage("no prompt has from 6 to 5");
  }

  @Test
  void aRefusedPromptIsNotSent() {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageModel ruled = fakeImageModel.withPromptRules(RULES);
    ruled.generate(ImageRequest.of("an ass")).test().assertError(ContentPolicy.class);
    ruled.stream(ImageRequest.of("an ass")).test().assertFailure(ContentPolicy.class);
    ruled.refine(FakeImageModel.image("a fox"), "an ass").test().assertError(ContentPolicy.class);
    assertThat(fakeImageModel.asked).isEmpty();
    ruled.stream(ImageRequest.of("a fox")).test();
    fakeImageModel.latest().onNext(FakeImageModel.progress(1));
    assertThat(fakeImageModel.asked).hasSize(1);
  }

  @Test
  void aPredicateThatThrowsIsAFailureOfTheCall() {
    PromptRules broken =
        PromptRules.none()
            .withRule(
                "never",
                prompt -> {
                  throw new IllegalStateException();
                });
    FakeImageModel fakeImageModel = new FakeImageModel();
    fakeImageModel
        .withPromptRules(broken)
        .generate(ImageRequest.of("x"))
        .test()
        .assertError(IllegalStateException.class);
  }
}

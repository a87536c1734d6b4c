package dev.animus4j.image;

import static dev.animus4j.rules.Growth.excessive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No prompt keeps us busy longer than its length explains. */
@Tag("long")
class LinearTimeTest {
  @Test
  void prompts() {
    PromptRules rules = PromptRules.none().withProhibitedTerms("ass", "child abuse", "暴力");
    String[] tokens = {
      "ass", " ", "\u0301\u0316", "\u0F71\u0F72", "\u200B", "ẞ", "力", ".", "\u2800"
    };
    assertThat(excessive(prompt -> check(rules, prompt), tokens)).isEmpty();
    assertThat(excessive(prompt -> RequestKey.of(ImageRequest.of("x" + prompt)), tokens)).isEmpty();
  }

  @Test
  void promptsInScriptsWithoutSpaces() {
    PromptRules rules = PromptRules.none().withProhibitedTerms("มา", "本", "총", "سلاح", "က");
    String[] tokens = {"หมา", "ยิง", "日本", "がん", "총은에서", "ال", "က", " "};
    assertThat(excessive(prompt -> check(rules, prompt), tokens)).isEmpty();
  }

  private static void check(PromptRules rules, String prompt) {
    try {
      rules.check(prompt);
    } catch (AnimusException.ContentPolicy expected) {
      // some of them have such words
    }
  }
}

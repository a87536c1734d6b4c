package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException.ContentPolicy;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

class WordNormalizerPropertyTest {
  @Property
  void foldingTwiceChangesNothingMore(@ForAll String text) {
    String once = WordNormalizer.normalize(text);
    assertThat(WordNormalizer.normalize(once)).isEqualTo(once);
  }

  @Example
  void noCharacterIsFoldedFurtherTheSecondTime() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      String once = WordNormalizer.normalize(Character.toString(character));
      if (!once.isEmpty() && !WordNormalizer.normalize(once).equals(once)) {
        assertThat(WordNormalizer.normalize(once)).as("U+%X", character).isEqualTo(once);
      }
    }
  }

  @Property
  void aTermIsFoundAsAWordAndNotWithinOne(
      @ForAll @AlphaChars @StringLength(min = 1, max = 8) String term) {
    PromptRules rules = PromptRules.none().withProhibitedTerms(term);
    assertThat(refuses(rules, "before " + term.toUpperCase(Locale.ROOT) + ", after")).isTrue();
    assertThat(refuses(rules, "x" + term + "x")).isFalse();
  }

  @Property
  void aTermOfAnyScriptIsFoundWhereItStandsAlone(@ForAll("terms") String term) {
    PromptRules rules = PromptRules.none().withProhibitedTerms(term);
    assertThat(refuses(rules, term)).isTrue();
    assertThat(refuses(rules, "before " + term + ", after")).isTrue();
    assertThat(refuses(rules, "前(" + term + ")后")).isTrue();
  }

  @Provide
  Arbitrary<String> terms() {
    return Arbitraries.strings()
        .withCharRange('ก', 'ฮ')
        .withCharRange('一', '龯')
        .withCharRange('ぁ', 'ヺ')
        .withCharRange('가', '힣')
        .withCharRange('א', 'ת')
        .withCharRange('ء', 'ي')
        .withCharRange('က', 'ဪ')
        .ofMinLength(1)
        .ofMaxLength(6)
        .filter(term -> !WordNormalizer.normalize(term).isEmpty());
  }

  @Property
  void invisibleCharactersHideNothing(
      @ForAll @AlphaChars @StringLength(min = 2, max = 8) String term) {
    PromptRules rules = PromptRules.none().withProhibitedTerms(term);
    assertThat(refuses(rules, String.join("\u200B", term.split("")))).isTrue();
    assertThat(refuses(rules, String.join("\u0338", term.split("")))).isTrue();
  }

  private static boolean refuses(PromptRules rules, String prompt) {
    try {
      rules.check(prompt);
      return false;
    } catch (ContentPolicy refused) {
      return true;
    }
  }
}

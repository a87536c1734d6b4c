package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException.ContentPolicy;
import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

class WordsPropertyTest {
  @Property
  void foldingTwiceChangesNothingMore(@ForAll String text) {
    String once = Words.of(text);
    assertThat(Words.of(once)).isEqualTo(once);
  }

  @Example
  void noCharacterIsFoldedFurtherTheSecondTime() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
      String once = Words.of(Character.toString(character));
      if (!once.isEmpty() && !Words.of(once).equals(once)) {
        assertThat(Words.of(once)).as("U+%X", character).isEqualTo(once);
      }
    }
  }

  @Property
  void aTermIsFoundAsAWordAndNotWithinOne(
      @ForAll @AlphaChars @StringLength(min = 1, max = 8) String term) {
    PromptRules rules = PromptRules.none().prohibiting(term);
    assertThat(refuses(rules, "before " + term.toUpperCase(Locale.ROOT) + ", after")).isTrue();
    assertThat(refuses(rules, "x" + term + "x")).isFalse();
  }

  @Property
  void invisibleCharactersHideNothing(
      @ForAll @AlphaChars @StringLength(min = 2, max = 8) String term) {
    PromptRules rules = PromptRules.none().prohibiting(term);
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

package dev.animus4j.chat.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextAccumulatorTest {
  private static final int LONG = 40_000;

  private final TextAccumulator text = new TextAccumulator();
  private final StringBuilder expected = new StringBuilder();

  private void append(String delta) {
    text.append(delta);
    expected.append(delta);
  }

  @Property(tries = 50)
  void aLongTextIsTheSameWhateverItsDeltasAre(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int longestDelta) {
    Random random = new Random(seed);
    while (expected.length() < LONG) {
      append(Character.toString('a' + random.nextInt(500)).repeat(random.nextInt(longestDelta)));
      int start = random.nextInt(expected.length() + 1);
      assertThat(text.length()).isEqualTo(expected.length());
      assertThat(text.substring(start)).isEqualTo(expected.substring(start));
    }
    assertThat(text.toString()).isEqualTo(expected.toString());
    assertThat(text.lastChar()).isEqualTo(expected.charAt(expected.length() - 1));
  }

  @Test
  void aTextThatWasRemovedLeavesNothingForTheNext() {
    append("word ".repeat(LONG));
    for (int i = 0; i < LONG; i++) {
      append("word ");
    }
    text.clear();
    expected.setLength(0);
    assertThat(text.isEmpty()).isTrue();
    for (int i = 0; i < LONG; i++) {
      append("other ");
    }
    assertThat(text.toString()).isEqualTo(expected.toString());
  }
}

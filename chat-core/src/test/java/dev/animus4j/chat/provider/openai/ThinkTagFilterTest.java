package dev.animus4j.chat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ThinkTagFilterTest {
  private static List<String> told(ThinkTagFilter text, List<String> pieces) {
    List<String> told = new ArrayList<>();
    pieces.forEach(piece -> told.add(text.add(piece)));
    told.add(text.end());
    return told;
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "<",
            "<thi",
            "nk>",
            "<think>",
            "</",
            "think>",
            "</think>",
            " ",
            "\n",
            "a",
            "b c",
            "é",
            "")
        .list()
        .ofMaxSize(14);
  }

  @Property
  void emittedTextIsTheContentAndRetractedReasoning(
      @ForAll("pieces") List<String> pieces, @ForAll boolean opened) {
    ThinkTagFilter text = new ThinkTagFilter(opened);

    String told = String.join("", told(text, pieces));

    assertThat(told.strip()).endsWith(text.content().strip());
    String back =
        told.strip().substring(0, told.strip().length() - text.content().strip().length());
    if (!back.isBlank()) {
      assertThat(text.reasoning()).startsWith(back.strip());
      assertThat(opened).isFalse();
      assertThat(String.join("", pieces)).contains("</think>");
    }
  }

  @Property
  void howATextIsCutMakesNoDifferenceInTheEnd(
      @ForAll("pieces") List<String> pieces, @ForAll boolean opened) {
    ThinkTagFilter cut = new ThinkTagFilter(opened);
    ThinkTagFilter whole = new ThinkTagFilter(opened);

    String told = String.join("", told(cut, pieces));
    String toldAtOnce = String.join("", told(whole, List.of(String.join("", pieces))));

    assertThat(told.stripTrailing()).endsWith(toldAtOnce.stripTrailing());
    assertThat(cut.content()).isEqualTo(whole.content());
    assertThat(cut.reasoning()).isEqualTo(whole.reasoning());
  }

  @Example
  void allBeforeALoneEndWasThought() {
    for (List<String> pieces :
        List.of(List.of("hm, so</think>\n\na"), List.of("hm", ", so</th", "ink", ">\n\n", "a"))) {
      ThinkTagFilter text = new ThinkTagFilter(false);
      told(text, pieces);
      assertThat(text.content()).isEqualTo("a");
      assertThat(text.reasoning()).isEqualTo("hm, so");
    }
    assertThat(told(new ThinkTagFilter(false), List.of("hm", ", so</th", "ink>", "\n", "a")))
        .containsExactly("hm", ", so", "", "", "a", "");
    assertThat(told(new ThinkTagFilter(true), List.of("hm", ", so</th", "ink>", "\n", "a")))
        .containsExactly("", "", "", "", "a", "");
    assertThat(told(new ThinkTagFilter(false), List.of("</think>", "a</think>")))
        .containsExactly("", "a</think>", "");
  }

  @Example
  void aTagInBackticksIsText() {
    ThinkTagFilter text = new ThinkTagFilter(false);
    assertThat(told(text, List.of("Write `", "<think>` and `</think>`", ".")))
        .containsExactly("Write `", "<think>` and `</think>`", ".", "");
    assertThat(text.reasoning()).isNull();
  }

  @Example
  void thoughtsThatNeverEndAreNotTold() {
    for (boolean opened : List.of(true, false)) {
      ThinkTagFilter text = new ThinkTagFilter(opened);
      assertThat(String.join("", told(text, List.of(opened ? "" : "<think>", "h", "m </th"))))
          .isEmpty();
      assertThat(text.reasoning()).isEqualTo("hm </th");
    }
  }

  @Example
  void nothingIsHeldBackLongerThanNeeded() {
    assertThat(
            told(
                new ThinkTagFilter(false), List.of(" ", "a <", "b <th", "e> ", "<think", ">", "x")))
        .containsExactly("", " a ", "<b ", "<the> ", "", "", "", "<think>x");
  }

  @Example
  void onlyTheFirstBlockIsThoughtAndOnlyOneThatIsClosedOrComesFirst() {
    ThinkTagFilter two = new ThinkTagFilter(false);
    told(two, List.of("<think>1</think> a <think>2</think> b"));
    assertThat(two.content()).isEqualTo("a <think>2</think> b");
    assertThat(two.reasoning()).isEqualTo("1");

    ThinkTagFilter mentioned = new ThinkTagFilter(false);
    told(mentioned, List.of("The tag <think> opens."));
    assertThat(mentioned.content()).isEqualTo("The tag <think> opens.");
    assertThat(mentioned.reasoning()).isNull();
  }
}

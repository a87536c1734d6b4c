package dev.animus4j.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SpokenTextTest {
  private static List<String> told(SpokenText text, List<String> pieces) {
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
  void whatIsToldIsWhatIsSaidAndWhatWasTakenBackAsThought(
      @ForAll("pieces") List<String> pieces, @ForAll boolean opened) {
    SpokenText text = new SpokenText(opened);

    String told = String.join("", told(text, pieces));

    assertThat(told.strip()).endsWith(text.said().strip());
    String back = told.strip().substring(0, told.strip().length() - text.said().strip().length());
    if (!back.isBlank()) {
      assertThat(text.thought()).startsWith(back.strip());
      assertThat(opened).isFalse();
      assertThat(String.join("", pieces)).contains("</think>");
    }
  }

  @Property
  void howATextIsCutMakesNoDifferenceInTheEnd(
      @ForAll("pieces") List<String> pieces, @ForAll boolean opened) {
    SpokenText cut = new SpokenText(opened);
    SpokenText whole = new SpokenText(opened);

    String told = String.join("", told(cut, pieces));
    String toldAtOnce = String.join("", told(whole, List.of(String.join("", pieces))));

    assertThat(told.stripTrailing()).endsWith(toldAtOnce.stripTrailing());
    assertThat(cut.said()).isEqualTo(whole.said());
    assertThat(cut.thought()).isEqualTo(whole.thought());
  }

  @Example
  void allBeforeALoneEndWasThought() {
    for (List<String> pieces :
        List.of(List.of("hm, so</think>\n\na"), List.of("hm", ", so</th", "ink", ">\n\n", "a"))) {
      SpokenText text = new SpokenText(false);
      told(text, pieces);
      assertThat(text.said()).isEqualTo("a");
      assertThat(text.thought()).isEqualTo("hm, so");
    }
    assertThat(told(new SpokenText(false), List.of("hm", ", so</th", "ink>", "\n", "a")))
        .containsExactly("hm", ", so", "", "", "a", "");
    assertThat(told(new SpokenText(true), List.of("hm", ", so</th", "ink>", "\n", "a")))
        .containsExactly("", "", "", "", "a", "");
    assertThat(told(new SpokenText(false), List.of("</think>", "a</think>")))
        .containsExactly("", "a</think>", "");
  }

  @Example
  void aTagInBackticksIsText() {
    SpokenText text = new SpokenText(false);
    assertThat(told(text, List.of("Write `", "<think>` and `</think>`", ".")))
        .containsExactly("Write `", "<think>` and `</think>`", ".", "");
    assertThat(text.thought()).isNull();
  }

  @Example
  void thoughtsThatNeverEndAreNotTold() {
    for (boolean opened : List.of(true, false)) {
      SpokenText text = new SpokenText(opened);
      assertThat(String.join("", told(text, List.of(opened ? "" : "<think>", "h", "m </th"))))
          .isEmpty();
      assertThat(text.thought()).isEqualTo("hm </th");
    }
  }

  @Example
  void nothingIsHeldBackLongerThanNeeded() {
    assertThat(told(new SpokenText(false), List.of(" ", "a <", "b <th", "e> ", "<think", ">", "x")))
        .containsExactly("", " a ", "<b ", "<the> ", "", "", "", "<think>x");
  }

  @Example
  void onlyTheFirstBlockIsThoughtAndOnlyOneThatIsClosedOrComesFirst() {
    SpokenText two = new SpokenText(false);
    told(two, List.of("<think>1</think> a <think>2</think> b"));
    assertThat(two.said()).isEqualTo("a <think>2</think> b");
    assertThat(two.thought()).isEqualTo("1");

    SpokenText mentioned = new SpokenText(false);
    told(mentioned, List.of("The tag <think> opens."));
    assertThat(mentioned.said()).isEqualTo("The tag <think> opens.");
    assertThat(mentioned.thought()).isNull();
  }
}

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
  void whatIsToldIsWhatIsSaid(@ForAll("pieces") List<String> pieces) {
    SpokenText text = new SpokenText();

    String told = String.join("", told(text, pieces));

    assertThat(told.strip()).isEqualTo(text.said().strip());
  }

  @Property
  void howATextIsCutMakesNoDifference(@ForAll("pieces") List<String> pieces) {
    SpokenText cut = new SpokenText();
    SpokenText whole = new SpokenText();

    String told = String.join("", told(cut, pieces));
    String toldAtOnce = String.join("", told(whole, List.of(String.join("", pieces))));

    assertThat(told.stripTrailing()).isEqualTo(toldAtOnce.stripTrailing());
    assertThat(cut.said()).isEqualTo(whole.said());
    assertThat(cut.thought()).isEqualTo(whole.thought());
  }

  @Example
  void nothingIsHeldBackLongerThanNeeded() {
    assertThat(told(new SpokenText(), List.of(" ", "a <", "b <th", "e> ", "<think", ">", "x")))
        .containsExactly("", " a ", "<b ", "<the> ", "", "", "", "<think>x");
  }

  @Example
  void onlyTheFirstBlockIsThoughtAndOnlyOneThatIsClosedOrComesFirst() {
    SpokenText two = new SpokenText();
    told(two, List.of("<think>1</think> a <think>2</think> b"));
    assertThat(two.said()).isEqualTo("a <think>2</think> b");
    assertThat(two.thought()).isEqualTo("1");

    SpokenText mentioned = new SpokenText();
    told(mentioned, List.of("The tag <think> opens."));
    assertThat(mentioned.said()).isEqualTo("The tag <think> opens.");
    assertThat(mentioned.thought()).isNull();
  }
}

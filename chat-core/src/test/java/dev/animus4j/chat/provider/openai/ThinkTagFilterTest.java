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

  private static ThinkTagFilter filter(boolean implicit) {
    return new ThinkTagFilter(implicit ? ThinkTags.DEFAULT.withImplicit() : ThinkTags.DEFAULT);
  }

  private static ThinkTagFilter read(String... pieces) {
    ThinkTagFilter text = filter(false);
    told(text, List.of(pieces));
    return text;
  }

  @Property
  void emittedTextIsTheContent(@ForAll("pieces") List<String> pieces, @ForAll boolean implicit) {
    ThinkTagFilter text = filter(implicit);

    String told = String.join("", told(text, pieces));

    assertThat(told.strip()).isEqualTo(text.content().strip());
  }

  @Property
  void howATextIsCutMakesNoDifference(
      @ForAll("pieces") List<String> pieces, @ForAll boolean implicit) {
    ThinkTagFilter cut = filter(implicit);
    ThinkTagFilter whole = filter(implicit);

    String told = String.join("", told(cut, pieces));
    String toldAtOnce = String.join("", told(whole, List.of(String.join("", pieces))));

    assertThat(told).isEqualTo(toldAtOnce);
    assertThat(cut.content()).isEqualTo(whole.content());
    assertThat(cut.reasoning()).isEqualTo(whole.reasoning());
  }

  @Example
  void aClosingTagAloneEndsReasoningOnlyWhereTheServerOpensIt() {
    List<String> pieces = List.of("hm", ", so</th", "ink>", "\n", "a");
    assertThat(told(filter(true), pieces)).containsExactly("", "", "", "", "a", "");
    assertThat(told(filter(false), pieces))
        .containsExactly("hm", ", so</th", "ink>", "\n", "a", "");

    ThinkTagFilter opened = filter(true);
    told(opened, List.of("\n<think>", "hm</think>a"));
    assertThat(opened.content()).isEqualTo("a");
    assertThat(opened.reasoning()).isEqualTo("hm");
  }

  @Example
  void aTextAboutTagsIsText() {
    for (String text :
        List.of(
            "Write `<think>` and `</think>`.",
            "The tag <think> opens, and </think> closes.",
            "It ends with\n</think>\nand goes on.",
            "```xml\n<think>\nhm\n</think>\n```",
            "`<think>` is a tag</think>",
            "<thinker>x</thinker>",
            "a < b <think>c</think> d",
            "</think>")) {
      assertThat(read(text.split("(?<=.)")).content()).isEqualTo(text);
      assertThat(read(text).content()).isEqualTo(text);
      assertThat(read(text).reasoning()).isNull();
    }
  }

  @Example
  void eachOfTheTagsBeginsReasoning() {
    for (String reply :
        List.of(
            "<think>hm</think>\n\na",
            " \n<thinking>\nhm\n</thinking> a",
            "\uFEFF<thought>hm</thought>a",
            "<Reasoning>hm</Reasoning>a",
            "<seed:think>hm</seed:think>a",
            "[THINK]hm[/THINK]a",
            "◁think▷hm◁/think▷a",
            "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>a")) {
      for (ThinkTagFilter text : List.of(read(reply), read(reply.split("(?<=.)")))) {
        assertThat(text.content()).isEqualTo("a");
        assertThat(text.reasoning()).isEqualTo("hm");
      }
    }
  }

  @Example
  void otherTagsCanBeChosen() {
    ThinkTagFilter plan = new ThinkTagFilter(ThinkTags.of("plan"));
    told(plan, List.of("<pl", "an>hm</plan>a"));
    assertThat(plan.reasoning()).isEqualTo("hm");

    ThinkTagFilter none = new ThinkTagFilter(ThinkTags.of());
    assertThat(told(none, List.of("<think>", "hm"))).containsExactly("<think>", "hm", "");
  }

  @Example
  void thoughtsThatNeverEndAreNotTold() {
    for (boolean opened : List.of(true, false)) {
      ThinkTagFilter text = filter(opened);
      assertThat(String.join("", told(text, List.of(opened ? "" : "<think>", "h", "m </th"))))
          .isEmpty();
      assertThat(text.reasoning()).isEqualTo("hm </th");
    }
  }

  @Example
  void nothingIsHeldBackLongerThanNeeded() {
    assertThat(told(filter(false), List.of(" ", "<", "th", "e> a", "<thi", "x")))
        .containsExactly("", "", "", " <the> a", "<thi", "x", "");
  }

  @Example
  void onlyTheFirstBlockIsThought() {
    ThinkTagFilter two = read("<think>1</think> a <think>2</think> b");
    assertThat(two.content()).isEqualTo("a <think>2</think> b");
    assertThat(two.reasoning()).isEqualTo("1");
  }
}

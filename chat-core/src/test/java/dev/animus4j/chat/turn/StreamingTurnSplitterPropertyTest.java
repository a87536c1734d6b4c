package dev.animus4j.chat.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for any text, however it is cut into words. */
class StreamingTurnSplitterPropertyTest {
  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  private static final String SPACE = "(?U)\\s+";

  private static List<Turn> turns(List<String> words, int maxTurns) {
    StreamingTurnSplitter streamed =
        AutoTurn.NATURAL.withMaxTurns(maxTurns).streamingSplitter(new Random(1));
    List<Turn> turns = new ArrayList<>();
    words.forEach(piece -> turns.addAll(streamed.add(piece)));
    turns.add(streamed.lastTurn(streamed.remaining()));
    return turns;
  }

  private static List<String> contents(List<String> words, int maxTurns) {
    return turns(words, maxTurns).stream().map(Turn::content).toList();
  }

  /** Cut anywhere, in the middle of characters too. */
  private static List<String> cut(String text, long seed) {
    Random random = new Random(seed);
    int longest = 1 + random.nextInt(9);
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + random.nextInt(longest + 1));
      pieces.add(text.substring(at, end));
      at = end;
    }
    return pieces;
  }

  @Property(tries = 5000)
  void howATextIsCutIntoWordsMakesNoDifference(
      @ForAll("texts") String text,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int max) {
    assertThat(contents(cut(text, seed), max)).isEqualTo(contents(List.of(text), max));
  }

  @Property(tries = 5000)
  void theTurnsAreTheTextAndKeepTheLimit(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 30) int max) {
    List<Turn> turns = turns(List.of(text), max);
    assertThat(turns).hasSizeLessThanOrEqualTo(max);
    StringBuilder all = new StringBuilder();
    turns.forEach(turn -> all.append(turn.content()));
    assertThat(all.toString().replaceAll(SPACE, "")).isEqualTo(text.replaceAll(SPACE, ""));
    for (int i = 0; i < turns.size(); i++) {
      boolean last = i == turns.size() - 1;
      assertThat(turns.get(i).index()).isEqualTo(i);
      assertThat(turns.get(i).isLast()).isEqualTo(last);
      assertThat(turns.get(i).total()).isEqualTo(last ? Integer.valueOf(turns.size()) : null);
      assertThat(turns.get(i).content().isBlank()).isEqualTo(text.isBlank());
    }
  }

  @Property(tries = 5000)
  void noCharacterIsTorn(@ForAll("texts") String any) {
    // What extends white space goes nowhere when that is left out.
    String text = any.replaceAll("(?U)(?<=^|\\s)[\u200d\u0301]+", "");
    Set<Integer> ends = new HashSet<>(Set.of(0));
    Matcher graphemes = GRAPHEME.matcher(text);
    while (graphemes.find()) {
      ends.add(graphemes.end());
    }
    int at = 0;
    for (String turn : contents(List.of(text), 99)) {
      at = text.indexOf(turn, at);
      assertThat(ends).as("the beginning of '%s' in '%s'", turn, text).contains(at);
      at += turn.length();
      assertThat(ends).as("the end of '%s' in '%s'", turn, text).contains(at);
    }
  }

  @Property(tries = 2000)
  void noFencedCodeIsTorn(@ForAll("texts") String before, @ForAll("texts") String code) {
    String fence = "\n\n````\n" + code.replace("`", "'") + "\n````\n";
    String fenceless = before.replace("`", "'").replace("~", "-");
    assertThat(contents(List.of(fenceless + fence + "\nAnd so on. The end."), 99))
        .filteredOn(turn -> turn.contains("````"))
        .hasSize(1)
        .allMatch(turn -> turn.endsWith("\n````") && turn.contains(fence.strip()));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "Dr. ",
            "e.g. ",
            "One. ",
            "two",
            "Three",
            "3",
            ".",
            "!",
            "?",
            "…",
            "。",
            "！",
            "你好",
            "\"",
            "“",
            "”",
            "(",
            ")",
            "「",
            "」",
            "*",
            "**",
            "`",
            "```",
            "~~~",
            "\n",
            "\n",
            "\n\n",
            "\r\n",
            " ",
            " ",
            "  ",
            "    ",
            "\t",
            "- ",
            "1. ",
            "# ",
            "> ",
            "| ",
            "---",
            ":",
            ",",
            "🎉",
            "👨‍👩‍👧‍👦",
            "👍🏽",
            "🇩🇪",
            "1️⃣",
            "❤️",
            "é",
            "A",
            "B",
            "c",
            "-",
            "_",
            "'",
            "\u00a0",
            "\u200d",
            "\u0301",
            "https://a.b/c?d. ",
            "-".repeat(250),
            " ".repeat(250),
            "`".repeat(199),
            "नमस्ते।",
            "\u3000")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }
}

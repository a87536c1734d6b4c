package dev.animus4j.chat.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a text may be broken; in the examples, a broken bar says where it is. */
class StreamingTextSegmenterTest {
  private static List<String> pieces(String text) {
    StreamingTextSegmenter running = new StreamingTextSegmenter();
    running.add(text);
    List<String> pieces = new ArrayList<>();
    for (String next = running.nextSegment(); next != null; next = running.nextSegment()) {
      pieces.add(next);
    }
    pieces.add(running.remaining());
    return pieces;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello there. ¦How are you? ¦I am fine!",
        "Really?! ¦Yes... ¦Well… ¦So it is.",
        "He said \"Stop. Now.\" ¦Then he left.",
        "“One. Two.” ¦“Three.”",
        "Das ist „gut. Oder?“ nicht. ¦Doch!",
        "(It rained. A lot.) ¦We stayed.",
        "**Bold. Still bold.** here. ¦**Next** one.",
        "Call `a. B` first. ¦Then the rest.",
        "¡Hola! ¦¿Qué tal? ¦Bien.",
        "Bonjour ! ¦Comment ça va ? ¦Bien.",
        "It is 3.14 today. ¦See https://a.example/x.y?z=1.0! ¦Bye.",
        "Dr. Smith met J. R. Tolkien, e.g. at 5 p.m. on Main St. in Rome. ¦Then he left.",
        "Am 3. Oktober, z. B. mit Hrn. Dr. Abel. ¦Danke!",
        "I use node.js v1. 2 or so. ¦Yes.",
        "I like iOS. iPhones are fine. ¦Right.",
        "Fine :( but not bad. ¦Next.",
        "A 12\" screen. ¦It is big.",
        "你好。¦我很好！¦「是的。」¦你呢？¦我也是。",
        "はい。¦そうです！？¦ええ。",
        "네. ¦그래요.",
        "हाँ। ¦ठीक है।",
        "نعم؟ ¦لا.",
        "Great! 🎉 ¦Next one 👨‍👩‍👧‍👦! ¦🚀Up we go. 👍🏽 👍 ¦Yes.",
        "Nice!❤️ ¦Sure!👨‍👩‍👧 ¦\"Yes.\" 1️⃣ one.",
        "好的！😊¦我来。❤️¦好。",
        "One line.\n¦Another line.\nno capital. ¦End.",
        "A title without a stop\n\n¦A paragraph. ¦More.\n\n¦Last",
        "a poem\nof two lines"
      })
  void sentencesAndParagraphsEndAndNothingElse(String text) {
    isBrokenAtTheBars(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here is code:\n\n```java\nint a; // One. Two.\n\n~~~\n\nint b;\n```\n¦It works.",
        "Sure.\n\n¦~~~\n# A. B\n\n```\n~~~\n¦Done",
        "````\n```\n\nA. B\n```\n\n````\n\n¦After.",
        "Look.\n```\nA. B\n\nC\n```\n\n¦After.",
        "Two things:\n- A. B\n- C.\n\n  More. Of C.\n\n- D\n\n¦Which one?",
        "1. A. B\n2. C\n\n   ```\n   A\n\n   B\n   ```\n\n3. D\n\n¦And now?",
        "Some.\n* A.\n* B.\n¦# Title\n\nText. ¦More.",
        "> A. B\n>\n> C\n\n¦Yes.",
        "| A. B | C |\n|---|---|\n| D. E | F |\n\n¦Yes.",
        "Intro.\n\n¦    code. A\n\n    code. B\n\n¦Yes.",
        "One.\n\n¦---\n\nTwo. ¦Three.",
        "**Note:**\n\nThis too. ¦And this.",
        "#hashtag is. ¦Not a title.",
        "- not\n\n¦-5 is a number. ¦Yes."
      })
  void sentencesAreSplitOnlyAtTheirEnds(String text) {
    isBrokenAtTheBars(text);
  }

  private static void isBrokenAtTheBars(String text) {
    assertThat(pieces(text.replace("¦", "")))
        .containsExactly(Arrays.stream(text.split("¦")).map(String::strip).toArray(String[]::new));
  }

  @Test
  void aSentenceIsCompleteWhenTheNextBegins() {
    StreamingTextSegmenter text = new StreamingTextSegmenter();
    text.add("It is 3");
    assertThat(text.nextSegment()).isNull();
    text.add(". Really");
    assertThat(text.nextSegment()).isNull();
    text.add(".");
    assertThat(text.nextSegment()).isNull();
    text.add("\n ");
    assertThat(text.nextSegment()).isNull();
    text.add("\"Y");
    assertThat(text.nextSegment()).isEqualTo("It is 3. Really.");
    assertThat(text.nextSegment()).isNull();
    assertThat(text.remaining()).isEqualTo("\"Y");
  }
}

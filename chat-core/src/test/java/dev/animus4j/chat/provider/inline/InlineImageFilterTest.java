package dev.animus4j.chat.provider.inline;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures within words, which may come in pieces split anywhere. */
class InlineImageFilterTest {
  private static final String BASE64 = Base64.getEncoder().encodeToString(png(300));
  private static final String WRAPPED = Base64.getMimeEncoder().encodeToString(png(300));
  private static final String URL = "data:image/png;base64," + BASE64;

  private static byte[] png(int size) {
    byte[] file = new byte[size];
    new Random(7).nextBytes(file);
    System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0}, 0, file, 0, 9);
    return file;
  }

  static Stream<String> pictures() {
    return Stream.of(
        "![a cat](" + URL + ")",
        "![](<" + URL + ">)",
        "![a](" + URL + " \"A cat\")",
        "![a\nb](\n" + URL + "\n)",
        "![a](data:image/png;base64," + WRAPPED + ")",
        "<img alt=\"x\" src=\"" + URL + "\" width=3>",
        "<IMG SRC='" + URL + "'/>",
        "<img src=" + URL + ">",
        "<img src=\"data:image/png;base64,\r\n" + WRAPPED + "\">",
        URL,
        "DATA:image/png;charset=x;BASE64," + BASE64,
        "data:;base64," + BASE64,
        "data:application/octet-stream;base64," + BASE64.replace("+", "%2B").replace("/", "%2F"),
        "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
        "data:image/png;base64," + WRAPPED,
        BASE64);
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void ofAPictureNothingIsLeftHoweverItIsSplit(String picture) {
    String text = "Here is your cat:\n" + picture + "\n\nLike it, dad? No data: none!";
    String expected = "Here is your cat:\n\n\nLike it, dad? No data: none!";
    assertThat(filter(List.of(text))).isEqualTo(expected);
    for (int at = 0; at <= text.length(); at++) {
      assertThat(filter(List.of(text.substring(0, at), text.substring(at)))).isEqualTo(expected);
    }
    assertThat(filter(text.chars().mapToObj(Character::toString).toList())).isEqualTo(expected);
    assertThat(filter(List.of(picture))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Write `data:image/png;base64,` before it, and then base64.",
        "Such as <img src=\"data:image/png;base64,iVBORw0KGgo...\">, or so.",
        "![a cat](https://example.org/cat.png) and <img src='cat.png'>",
        "data:text/plain;base64,SGVsbG8sIHdvcmxkISBIZWxsbywgd29ybGQhIEhlbGxvLCB3b3JsZCE=",
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
        "A PNG begins with iVBORw0KGgo, a JPEG with /9j/4, a GIF with R0lGODlh.",
        "Wow!!! [a](b) ![unfinished <img data: d da dat data",
        "a < b, \uD83E\uDD8A and \uFEFF"
      })
  void otherTextIsUnchanged(String text) {
    for (int at = 0; at <= text.length(); at++) {
      assertThat(filter(List.of(text.substring(0, at), text.substring(at)))).isEqualTo(text);
    }
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.of(
            "!",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "<img",
            " src=",
            "\"",
            "data",
            ":",
            "d",
            "image/png",
            ";base64",
            ",",
            "iVBORw0KGgo",
            "/9j/",
            "R",
            "U",
            " ",
            "\n",
            "a",
            "=",
            "%",
            "word ",
            "x!",
            "\uD83E\uDD8A")
        .list()
        .ofMaxSize(40);
  }

  @Property
  void textWithoutPicturesIsUnchanged(@ForAll("texts") List<String> pieces) {
    assertThat(filter(pieces)).isEqualTo(String.join("", pieces));
  }

  @Property
  void ofTextWithPicturesTheTextIsLeft(
      @ForAll("texts") List<String> pieces, @ForAll("splits") List<Integer> splits) {
    String text = String.join("", pieces) + "\n![a cat](" + URL + ")\n" + URL + "\n";
    String rest = "Here " + String.join("", pieces);
    String filtered = filter(split(text + rest, splits));
    assertThat(filtered).doesNotContain(BASE64.substring(20, 60)).endsWith(rest);
  }

  @Provide
  Arbitrary<List<Integer>> splits() {
    return Arbitraries.integers().between(1, 60).list().ofMinSize(1).ofMaxSize(20);
  }

  private static List<String> split(String text, List<Integer> lengths) {
    List<String> pieces = new ArrayList<>();
    int at = 0;
    for (int i = 0; at < text.length(); i++) {
      int end = Math.min(text.length(), at + lengths.get(i % lengths.size()));
      pieces.add(text.substring(at, end));
      at = end;
    }
    return pieces;
  }

  @Test
  void wordsAreHeldBackOnlyWhileTheyMayBecomeAPicture() {
    InlineImageFilter filter = new InlineImageFilter(null);
    assertThat(
            List.of(
                "Hello", " world", "!", " and", " bed", "\nda", "y", " hi", " i", "s", "<", "b>"))
        .map(filter::add)
        .containsExactly(
            "Hello", " world", "!", " and", " bed", "\n", "day", " hi", " ", "is", "", "<b>");
  }

  @Test
  void whatIsCutShortIsNoText() {
    assertThat(filter(List.of("Here: ![a cat](data:image/png;base64,iVBORw0"))).isEqualTo("Here: ");
    assertThat(filter(List.of("Here: ![a cat](" + URL))).isEqualTo("Here: ");
  }

  @Test
  void longTextsTakeLinearTime() {
    String[] tokens = {"!", "![", "](", "<img ", "src=", "data:", ";base64,", "iVBORw0KGgo", "x"};
    assertThat(excessive(text -> filter(List.of(text)), tokens)).isEmpty();
    assertThat(excessive(piecewise(InlineImageFilterTest::filter), tokens)).isEmpty();
  }

  @Test
  void wordsAloneAllocateNothing() {
    assertThat(allocated(" ocean")).isLessThan(1);
    assertThat(allocated(" sand")).isLessThan(600);
  }

  /** Bytes for each of many deltas: the least of several rounds. */
  private static long allocated(String delta) {
    return LongStream.range(0, 20).map(round -> allocatedOnce(delta)).min().orElseThrow() / 1_000;
  }

  private static long allocatedOnce(String delta) {
    InlineImageFilter filter = new InlineImageFilter(null);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      String unused = filter.add(delta);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static String filter(Iterable<String> deltas) {
    InlineImageFilter filter = new InlineImageFilter(null);
    StringBuilder text = new StringBuilder();
    deltas.forEach(delta -> text.append(filter.add(delta)));
    return text.append(filter.end()).toString();
  }
}

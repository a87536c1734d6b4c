package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.ScriptedChatModel.DRAW;
import static dev.animus4j.chat.model.ScriptedChatModel.last;
import static dev.animus4j.chat.model.ScriptedChatModel.parts;
import static dev.animus4j.chat.model.ScriptedChatModel.told;
import static dev.animus4j.chat.model.ScriptedChatModel.words;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However an answer is cut into chunks: the same text, the same prompt, and never a tag. */
class MarkupImageDetectionPropertyTest {
  private static final Pattern TAG = Pattern.compile("(?i)<\\s?/?\\s?image_prompt(?![\\w-])");

  @Property(tries = 400)
  void aCutAnywhereChangesNothing(@ForAll("fenced") String answer) {
    ChatResponse whole = whole(answer);
    byte[] bytes = answer.getBytes(UTF_8);

    IntStream.rangeClosed(0, bytes.length).forEach(cut -> sameInPieces(bytes, whole, cut));
    sameInPieces(bytes, whole, IntStream.rangeClosed(0, bytes.length).toArray());
  }

  @Property(tries = 2000)
  void noTagIsTold(@ForAll("answers") String answer) {
    Assume.that(!answer.contains("```")); // what is quoted as code is left alone
    ChatResponse whole = whole(answer);

    assertThat(whole.content()).doesNotContainPattern(TAG);
    assertThat(whole.imagePrompt() == null ? "" : whole.imagePrompt()).doesNotContainPattern(TAG);
  }

  @Property(tries = 1000)
  void theTextAroundAnElementIsAllThere(
      @ForAll("texts") String before, @ForAll("texts") String after) {
    Assume.that(!before.contains("```")); // what is quoted as code is left alone
    ChatResponse response = whole(before + "<image_prompt>a cat</image_prompt>" + after);

    assertThat(response.content().replaceAll("\\s", ""))
        .isEqualTo((before + after).replaceAll("\\s", ""));
    assertThat(response.content()).hasSizeLessThanOrEqualTo(before.length() + after.length());
    assertThat(response.imagePrompt()).isEqualTo("a cat");
  }

  @Property(tries = 1000)
  void textWithoutAnElementIsLeftAsItIs(@ForAll("texts") String text) {
    assertThat(whole(text)).isEqualTo(ChatResponse.of(text));
  }

  private static ChatResponse whole(String answer) {
    return ScriptedChatModel.with(ChatResponse.of(answer))
        .withImageDetection(ImagePromptDetection.MARKUP)
        .reply(DRAW)
        .blockingGet();
  }

  private static void sameInPieces(byte[] answer, ChatResponse whole, int... cuts) {
    List<ChatUpdate> stream = decoded(answer, cuts);
    stream.add(ChatResponse.of(new String(answer, UTF_8)));
    ChatModel model =
        ScriptedChatModel.with(stream.toArray(ChatUpdate[]::new))
            .withImageDetection(ImagePromptDetection.MARKUP);

    List<ChatUpdate> parts = parts(model, DRAW.withStreaming(true));

    assertThat(last(parts)).isEqualTo(whole);
    assertThat(told(parts)).isEqualTo(whole.content());
  }

  /** What a decoder makes of the pieces between the cuts. */
  private static List<ChatUpdate> decoded(byte[] bytes, int... cuts) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    List<ChatUpdate> words = new ArrayList<>();
    for (int cut : IntStream.concat(IntStream.of(cuts), IntStream.of(bytes.length)).toArray()) {
      in.limit(cut);
      decoder.decode(in, out, false);
      words.add(words(out.flip().toString()));
      out.clear();
    }
    return words;
  }

  @Provide
  Arbitrary<String> answers() {
    Arbitrary<String> tags =
        Arbitraries.of(
            "<image_prompt>",
            "</image_prompt>",
            "<IMAGE_Prompt a=\"1\">",
            "</Image_Prompt >",
            "<image_prompt/>",
            "< image_prompt>",
            "<image_prompt ",
            "<image_prompt",
            "<image_",
            "</");
    return Arbitraries.oneOf(tags, pieces()).list().ofMaxSize(9).map(all -> String.join("", all));
  }

  /** Answers with code in them, in which tags are text. */
  @Provide
  Arbitrary<String> fenced() {
    Arbitrary<String> fences = Arbitraries.of("```", "\n```xml\n", "\n```\n", "\n~~~\n");
    return Arbitraries.oneOf(answers(), fences)
        .list()
        .ofMaxSize(4)
        .map(all -> String.join("", all));
  }

  @Provide
  Arbitrary<String> texts() {
    return pieces().list().ofMaxSize(6).map(all -> String.join("", all) + ".");
  }

  private static Arbitrary<String> pieces() {
    return Arbitraries.of(
        "Hello",
        " ",
        "\n",
        "\n\n",
        "\t",
        "a < b",
        "<<",
        "<b>x</b>",
        "<image",
        "<image_prompts>",
        "</i>",
        "&lt;",
        "&amp;",
        "&#9;",
        "😀",
        "é",
        "`",
        "x > y",
        "\u00a0",
        ">",
        "/",
        "\"");
  }
}

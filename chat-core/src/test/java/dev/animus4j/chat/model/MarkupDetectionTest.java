package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.Answering.DRAW;
import static dev.animus4j.chat.model.Answering.parts;
import static dev.animus4j.chat.model.Answering.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupDetectionTest {
  private static final String ELEMENT = "<image_prompt>a cat</image_prompt>";

  private static ChatReply reply(ChatReply answer) {
    return Answering.with(answer).detecting(Detection.MARKUP).reply(DRAW).blockingGet();
  }

  /** What a user writes, and a model repeats. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "Say <image_prompt>a cat</image_prompt>",
        "Say < IMAGE_PROMPT lang=\"en\" > A  Cat!</ image_prompt>",
        "Say &lt;image_prompt&gt;a cat&lt;/image_prompt&gt;",
        "Say ＜image_prompt＞a c\u200Bat＜/image_prompt＞",
        "Say [image_prompt]a cat[/image_prompt] in angle brackets",
        "Say image_prompt with: a cat on a roof"
      })
  void whatAUserWroteIsNoPromise(String said) {
    ChatModel model = Answering.with(ChatReply.of("Here: " + ELEMENT)).detecting(Detection.MARKUP);

    ChatReply reply = model.reply(DRAW.messages(List.of(Message.user(said)))).blockingGet();

    assertThat(reply.content()).isEqualTo("Here:");
    assertThat(reply.promised()).isNull();
  }

  @Test
  void norIsWhatAToolFoundOrTheInstructionsSay() {
    List<Message> found =
        List.of(
            Message.user("Read it."),
            Message.assistant("").calling(List.of(new ToolCall("1", "read", "{}"))),
            Message.tool("1", "<html>" + ELEMENT));
    ChatModel model = Answering.with(ChatReply.of(ELEMENT)).detecting(Detection.MARKUP);
    assertThat(model.reply(DRAW.messages(found)).blockingGet().promised()).isNull();
    String instructed = "<image_prompt>all that the picture shall show</image_prompt>";
    assertThat(reply(ChatReply.of(instructed)).promised()).isNull();
  }

  @Test
  void whatAUserOnlyAsksForIs() {
    for (String said : List.of("Draw a cat", "a cat is my image prompt", "a cat; image_prompt?")) {
      ChatModel model = Answering.with(ChatReply.of(ELEMENT)).detecting(Detection.MARKUP);
      ChatReply reply = model.reply(DRAW.messages(List.of(Message.user(said)))).blockingGet();
      assertThat(reply.imagePrompt()).as(said).isEqualTo("a cat");
    }
  }

  @Test
  void aPromiseAfterAQuotationCounts() {
    String answer = ELEMENT + " and <image_prompt>a dog</image_prompt>";
    ChatModel model = Answering.with(ChatReply.of(answer)).detecting(Detection.MARKUP);
    List<Message> said = List.of(Message.user(ELEMENT));
    assertThat(model.reply(DRAW.messages(said)).blockingGet().imagePrompt()).isEqualTo("a dog");
  }

  /** Answer, text, prompt; line breaks are written as ¶. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = false,
      nullValues = "-",
      value = {
        "Look: <image_prompt>a cat</image_prompt>|Look:|a cat",
        "<image_prompt>a cat</image_prompt>¶Look!|Look!|a cat",
        "One <image_prompt>a cat</image_prompt> two.|One two.|a cat",
        "One<image_prompt>a cat</image_prompt>two.|Onetwo.|a cat",
        "One <image_prompt>a cat</image_prompt>¶¶two.¶|One¶¶two.¶|a cat",
        "One¶¶<image_prompt>a cat</image_prompt>¶two.|One¶¶two.|a cat",
        "A <IMAGE_prompt lang=\"en\"> a cat¶</Image_Prompt >|A|a cat",
        "A <image_prompt>a &lt;&amp;lt; &quot;cat&#39;&#x1F431;&nope;|A|a <&lt; \"cat'🐱&nope;",
        "A <image_prompt>one</image_prompt> b <image_prompt>two</image_prompt>|A b|one",
        "A <image_prompt> </image_prompt><image_prompt/>b<image_prompt>two</image_prompt>|A b|two",
        "A <image_prompt>a cat<image_prompt> b|A b|a cat",
        "A <image_prompt>a cat|A|a cat",
        "A <image_prompt>a cat</image_pro|A|a cat",
        "A <image_prompt>a <b>cat</b> &|A|a <b>cat</b> &",
        "A <image_prompt|A|-",
        "A <image_prompt lang|A|-",
        "A <image_pr|A|-",
        "A </image_prompt> b|A b|-",
        "A < image_prompt>a cat</ image_prompt> b|A b|a cat",
        "A <image_prompt a cat</image_prompt> b|A b|-",
        "A < b <i>c</i> <image> <image_prompts> <|A < b <i>c</i> <image> <image_prompts> <|-",
        "A <<image_prompt>a cat</image_prompt>> b|A <> b|a cat",
        " plain¶ | plain¶ |-",
        "A¶```xml¶<image_prompt>x</image_prompt>¶```¶b|A¶```xml¶<image_prompt>x</image_prompt>¶```¶b|-",
        "```x``` <image_prompt>a cat</image_prompt>|```x```|a cat",
        "```¶x¶```¶<image_prompt>a cat</image_prompt>|```¶x¶```|a cat",
      })
  void theElementIsTakenOutOfTheText(String answer, String text, String prompt) {
    ChatReply reply = reply(ChatReply.of(answer.replace('¶', '\n')));

    assertThat(reply.content().replace('\n', '¶')).isEqualTo(text);
    assertThat(reply.imagePrompt()).isEqualTo(prompt == null ? null : prompt.replace('¶', '\n'));
    assertThat(reply.promised()).isEqualTo(PromisedImage.of(reply.imagePrompt(), "markup"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "2 <|2 <",
        "a < |a <",
        "a |a",
        "a <image_pro|a",
        "a <image_prompt>a cat|a",
      })
  void whatIsHeldBackOfAnAnswerThatBreaksOffIsTold(String answer, String told) {
    IOException broken = new IOException("broken");
    Answering model = new Answering().thenFailing(broken, words(answer));

    TestSubscriber<ChatPart> seen = model.detecting(Detection.MARKUP).stream(DRAW).test(1);
    seen.request(9);

    assertThat(Answering.told(seen.values()).strip()).isEqualTo(told);
    seen.assertError(broken);
  }

  @Test
  void anAnswerThatBreaksOffBeforeItsFirstWordTellsNothing() {
    Answering model = new Answering().thenFailing(new IOException("broken"), words(" \n"));

    model.detecting(Detection.MARKUP).stream(DRAW)
        .test()
        .assertNoValues()
        .assertError(IOException.class);
  }

  @Test
  void theSystemMessageAsksForIt() {
    Answering model = Answering.with(ChatReply.of("a")).then(ChatReply.of("b"));
    ChatModel detecting = model.detecting(Detection.MARKUP);
    List<Message> conversation = List.of(Message.system("Be kind."), Message.user("hi"));

    assertThat(detecting.reply(DRAW).blockingGet()).isEqualTo(ChatReply.of("a"));
    assertThat(detecting.reply(DRAW.messages(conversation)).blockingGet().content()).isEqualTo("b");

    assertThat(model.asked.get(0).messages())
        .extracting(Message::role)
        .containsExactly(Role.SYSTEM, Role.USER);
    assertThat(model.asked.get(1).messages()).hasSize(2);
    assertThat(model.asked.get(1).messages().get(0).content())
        .startsWith("Be kind.\n\n")
        .contains("<image_prompt>");
    assertThat(model.asked.get(1).features().images()).isFalse();
  }

  @Test
  void turnsAreFreedOfItToo() {
    ChatReply answer = ChatReply.of("One.\nTwo. " + ELEMENT);

    assertThat(reply(answer.turns("One.", "Two. " + ELEMENT)).turns())
        .containsExactly("One.", "Two.");
    assertThat(reply(answer.turns("One.", "Two.", ELEMENT)).turns())
        .containsExactly("One.", "Two.");
    assertThat(reply(answer.turns("One.<image_prompt>a", "cat</image_prompt>Two.")).turns())
        .containsExactly("One.", "Two.");
    assertThat(reply(ChatReply.of("One.").turns("One.", ELEMENT)).imagePrompt()).isEqualTo("a cat");
  }

  @Test
  void wordsAreHeldBackOnlyAsLongAsTheyMayBeginATag() {
    Answering model =
        Answering.with(
            words("1 <"),
            words(" 2"),
            words(" <im"),
            words("g> "),
            words("b <image_"),
            words("prompt>a "),
            words("cat</image_prompt"),
            words("> c"),
            words(" <"),
            ChatReply.of("1 < 2 <img> b <image_prompt>a cat</image_prompt> c <"));

    assertThat(parts(model.detecting(Detection.MARKUP), DRAW.streaming(true)))
        .containsExactly(
            words("1"),
            words(" < 2"),
            words(" <img>"),
            words(" b"),
            words(" c"),
            words(" <"),
            ChatReply.of("1 < 2 <img> b c <").promising("a cat", "markup"));
  }

  @Test
  void whatTheServerPromisesWithoutMarkupStands() {
    assertThat(reply(ChatReply.of("ok").promising("a dog")))
        .isEqualTo(ChatReply.of("ok").promising("a dog"));
  }
}

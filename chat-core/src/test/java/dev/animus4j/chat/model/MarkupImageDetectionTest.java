package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.ScriptedChatModel.DRAW;
import static dev.animus4j.chat.model.ScriptedChatModel.parts;
import static dev.animus4j.chat.model.ScriptedChatModel.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupImageDetectionTest {
  private static final String ELEMENT = "<image_prompt>a cat</image_prompt>";

  private static ChatResponse reply(ChatResponse answer) {
    return ScriptedChatModel.with(answer)
        .withImageDetection(ImagePromptDetection.MARKUP)
        .reply(DRAW)
        .blockingGet();
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
        "Say <image-prompt>a cat</image-prompt> with an underscore",
        "Say <image prompt>a cat</image prompt>",
        "Say <image&#95;prompt>a&nbsp;cat</image&#95;prompt>",
        "Say &amp;lt;i\u00admage_prompt&amp;gt;a c\u0301at",
        "Say ❲image_prompt❳ a-cat",
        "Say < i m a g e _ p r o m p t > a cat",
        "Say image_prompt with: a cat on a roof"
      })
  void markupQuotedFromTheUserIsNoPromise(String said) {
    ChatModel model =
        ScriptedChatModel.with(ChatResponse.of("Here: " + ELEMENT))
            .withImageDetection(ImagePromptDetection.MARKUP);

    ChatResponse response =
        model.reply(DRAW.withMessages(List.of(Message.user(said)))).blockingGet();

    assertThat(response.content()).isEqualTo("Here:");
    assertThat(response.promisedImage()).isNull();
  }

  @Test
  void norIsWhatHeWroteInPieces() {
    for (String cut : List.of("<image_prompt>a |cat</image_prompt>", "<image_|prompt>a cat")) {
      ChatModel model =
          ScriptedChatModel.with(ChatResponse.of(ELEMENT))
              .withImageDetection(ImagePromptDetection.MARKUP);
      String[] pieces = cut.split("\\|");
      List<Message> said =
          List.of(Message.user(pieces[0]), Message.assistant("Yes?"), Message.user(pieces[1]));
      assertThat(model.reply(DRAW.withMessages(said)).blockingGet().promisedImage())
          .as(cut)
          .isNull();
    }
  }

  @Test
  void norIsWhatAToolFoundOrTheInstructionsSay() {
    List<Message> found =
        List.of(
            Message.user("Read it."),
            Message.assistant("").withToolCalls(List.of(new ToolCall("1", "read", "{}"))),
            Message.tool("1", "<html>" + ELEMENT));
    ChatModel model =
        ScriptedChatModel.with(ChatResponse.of(ELEMENT))
            .withImageDetection(ImagePromptDetection.MARKUP);
    assertThat(model.reply(DRAW.withMessages(found)).blockingGet().promisedImage()).isNull();
    String instructed = "<image_prompt>all that the picture shall show</image_prompt>";
    assertThat(reply(ChatResponse.of(instructed)).promisedImage()).isNull();
  }

  @Test
  void markupRequestedByTheUserIsAPromise() {
    for (String said :
        List.of(
            "Draw a cat",
            "Image prompt: a cat",
            "Draw this image-prompt: a cat",
            "a cat; image_prompt?")) {
      ChatModel model =
          ScriptedChatModel.with(ChatResponse.of(ELEMENT))
              .withImageDetection(ImagePromptDetection.MARKUP);
      ChatResponse response =
          model.reply(DRAW.withMessages(List.of(Message.user(said)))).blockingGet();
      assertThat(response.imagePrompt()).as(said).isEqualTo("a cat");
    }
  }

  @Test
  void aPromiseAfterAQuotationCounts() {
    String answer = ELEMENT + " and <image_prompt>a dog</image_prompt>";
    ChatModel model =
        ScriptedChatModel.with(ChatResponse.of(answer))
            .withImageDetection(ImagePromptDetection.MARKUP);
    List<Message> said = List.of(Message.user(ELEMENT));
    assertThat(model.reply(DRAW.withMessages(said)).blockingGet().imagePrompt()).isEqualTo("a dog");
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
    ChatResponse response = reply(ChatResponse.of(answer.replace('¶', '\n')));

    assertThat(response.content().replace('\n', '¶')).isEqualTo(text);
    assertThat(response.imagePrompt()).isEqualTo(prompt == null ? null : prompt.replace('¶', '\n'));
    assertThat(response.promisedImage())
        .isEqualTo(PromisedImage.of(response.imagePrompt(), "markup"));
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
  void bufferedTextIsEmittedBeforeAFailure(String answer, String told) {
    IOException broken = new IOException("broken");
    ScriptedChatModel model = new ScriptedChatModel().thenFailing(broken, words(answer));

    TestSubscriber<ChatUpdate> seen =
        model.withImageDetection(ImagePromptDetection.MARKUP).stream(DRAW).test(1);
    seen.request(9);

    assertThat(ScriptedChatModel.told(seen.values()).strip()).isEqualTo(told);
    seen.assertError(broken);
  }

  @Test
  void anAnswerThatBreaksOffBeforeItsFirstWordTellsNothing() {
    ScriptedChatModel model =
        new ScriptedChatModel().thenFailing(new IOException("broken"), words(" \n"));

    model.withImageDetection(ImagePromptDetection.MARKUP).stream(DRAW)
        .test()
        .assertNoValues()
        .assertError(IOException.class);
  }

  @Test
  void theSystemMessageAsksForIt() {
    ScriptedChatModel model =
        ScriptedChatModel.with(ChatResponse.of("a")).then(ChatResponse.of("b"));
    ChatModel detecting = model.withImageDetection(ImagePromptDetection.MARKUP);
    List<Message> conversation = List.of(Message.system("Be kind."), Message.user("hi"));

    assertThat(detecting.reply(DRAW).blockingGet()).isEqualTo(ChatResponse.of("a"));
    assertThat(detecting.reply(DRAW.withMessages(conversation)).blockingGet().content())
        .isEqualTo("b");

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
    ChatResponse answer = ChatResponse.of("One.\nTwo. " + ELEMENT);

    assertThat(reply(answer.withTurns("One.", "Two. " + ELEMENT)).turns())
        .containsExactly("One.", "Two.");
    assertThat(reply(answer.withTurns("One.", "Two.", ELEMENT)).turns())
        .containsExactly("One.", "Two.");
    assertThat(reply(answer.withTurns("One.<image_prompt>a", "cat</image_prompt>Two.")).turns())
        .containsExactly("One.", "Two.");
    assertThat(reply(ChatResponse.of("One.").withTurns("One.", ELEMENT)).imagePrompt())
        .isEqualTo("a cat");
  }

  @Test
  void wordsAreHeldBackOnlyAsLongAsTheyMayBeginATag() {
    ScriptedChatModel model =
        ScriptedChatModel.with(
            words("1 <"),
            words(" 2"),
            words(" <im"),
            words("g> "),
            words("b <image_"),
            words("prompt>a "),
            words("cat</image_prompt"),
            words("> c"),
            words(" <"),
            ChatResponse.of("1 < 2 <img> b <image_prompt>a cat</image_prompt> c <"));

    assertThat(
            parts(model.withImageDetection(ImagePromptDetection.MARKUP), DRAW.withStreaming(true)))
        .containsExactly(
            words("1"),
            words(" < 2"),
            words(" <img>"),
            words(" b"),
            words(" c"),
            words(" <"),
            ChatResponse.of("1 < 2 <img> b c <").withImagePrompt("a cat", "markup"));
  }

  @Test
  void aPromiseOfTheServerIsKept() {
    assertThat(reply(ChatResponse.of("ok").withImagePrompt("a dog")))
        .isEqualTo(ChatResponse.of("ok").withImagePrompt("a dog"));
  }
}

package dev.animus4j.chat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredReplyTest {
  private static final ChatRequest QUESTION =
      ChatRequest.of("How was it?").withSystemMessage("Be fair.");
  private static final Report GOOD = new Report("Good", 5);

  record Report(String title, int stars) {}

  private static Report reply(ScriptedChatModel model) {
    return model.reply(QUESTION, Report.class).blockingGet();
  }

  private static ChatResponse json(String json) {
    return ChatResponse.of(json.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'title':'Good','stars':5}",
        "```json\n{'title':'Good','stars':5}\n```",
        "Here it is: {'title':'Good','stars':'5','more':{}}"
      })
  void theAnswerIsARecord(String answer) {
    ScriptedChatModel model = ScriptedChatModel.with(json(answer));

    assertThat(reply(model)).isEqualTo(GOOD);

    ChatRequest sent = model.asked.get(0);
    assertThat(sent.messages()).isEqualTo(QUESTION.messages());
    assertThat(sent.features().responseSchema()).isEqualTo(ResponseSchema.of(Report.class));
    assertThat(sent.features().responseSchema().name()).isEqualTo("Report");
  }

  @Test
  void aProviderThatRejectsSchemasIsToldItInWords() {
    AnimusException rejected =
        new AnimusException.InvalidRequest(FailureOrigin.of("test"), "response_format");
    ScriptedChatModel model =
        new ScriptedChatModel().thenFailing(rejected).then(json("{'title':'Good','stars':5}"));

    assertThat(reply(model)).isEqualTo(GOOD);

    ChatRequest sent = model.asked.get(1);
    assertThat(sent.features()).isEqualTo(RequestedFeatures.NONE);
    assertThat(sent.messages()).hasSize(2);
    assertThat(sent.messages().get(0).role()).isEqualTo(Role.SYSTEM);
    assertThat(sent.messages().get(0).content())
        .startsWith("Be fair.\nReply with JSON that fits this JSON Schema, and with nothing else:")
        .contains("\"stars\":{\"type\":\"integer\"}");
  }

  @Test
  void anyOtherFailureIsNotAnsweredByASecondRequest() {
    AnimusException limited = new AnimusException.RateLimited(FailureOrigin.of("test"), null);
    ScriptedChatModel model = new ScriptedChatModel().thenFailing(limited);

    assertThatThrownBy(() -> reply(model)).isSameAs(limited);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'title':'secret'}|it does not fit Report: stars is missing",
        "{'title':'Good','stars':'secret'}|it does not fit Report: stars must be of type integer",
        "{'title':['secret'],'stars':5}|it does not fit Report: title must be of type string",
        "I am a secret.|it is no JSON object",
        "{'title':'secret|it is no JSON object",
      })
  void anAnswerThatDoesNotFitIsAFailureInOneLine(String answer, String words) {
    assertThatThrownBy(() -> reply(ScriptedChatModel.with(json(answer))))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasNoCause()
        .message()
        .startsWith("animus4j: a structured answer was requested, but " + words + ".")
        .doesNotContain("secret", "\n");
  }

  record Team(Map<String, Report> members) {}

  @Test
  void theFieldIsNamedAlsoInsideAMap() {
    ScriptedChatModel model = ScriptedChatModel.with(json("{'members':{'a':{'title':'t'}}}"));
    assertThatThrownBy(() -> model.reply(QUESTION, Team.class).blockingGet())
        .hasMessageContaining("it does not fit Team: members.a.stars is missing.");
  }

  @Test
  void anAnswerThatWasCutOffSaysSo() {
    ChatResponse start = ChatResponse.of("{\"title\":\"Go");
    ChatResponse cut =
        new ChatResponse(
            start.content(),
            null,
            List.of(),
            false,
            null,
            List.of(),
            List.of(),
            new ChatResponseMetadata(null, null, null, "length", null));

    assertThatThrownBy(() -> reply(ScriptedChatModel.with(cut)))
        .hasMessageContaining("it is no JSON object: it was cut off at its maximum of tokens.");
  }

  @Test
  void aTypeThatIsNoObjectFailsTheCall() {
    assertThatThrownBy(() -> new ScriptedChatModel().reply(QUESTION, String.class).blockingGet())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a JSON object, use a record: java.lang.String");
  }
}

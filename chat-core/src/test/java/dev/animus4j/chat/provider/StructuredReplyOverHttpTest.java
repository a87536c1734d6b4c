package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.simulator.ScriptedResponse;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are records, over real connections, in the form of each provider. */
class StructuredReplyOverHttpTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private static final ChatRequest QUESTION =
      HELLO.withMessages(List.of(Message.user("How is the weather in Oslo, in 3 days?")));

  enum Sky {
    CLEAR,
    CLOUDY
  }

  record Forecast(String city, int days, Sky sky, LocalDate day, @Nullable Sky later) {}

  private static final Forecast OSLO =
      new Forecast("Oslo", 3, Sky.CLEAR, LocalDate.of(2026, 11, 20), null);

  private static Forecast reply(ChatModel model, ChatRequest request) {
    return model.reply(request, Forecast.class).blockingGet();
  }

  private static GeminiChat gemini() {
    return GeminiChat.create(
        PROVIDER.http(),
        GeminiChat.endpoint(Credentials.key("any"))
            .withBaseUrl(PROVIDER.simulator().origin() + "/v1beta"),
        "any");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCompatibleServerIsSentTheSchemaAsResponseFormat(boolean streaming) {
    assertThat(reply(PROVIDER.compatible(), QUESTION.withStreaming(streaming))).isEqualTo(OSLO);

    JsonNode format = PROVIDER.asked().path("response_format");
    assertThat(format.path("type").asText()).isEqualTo("json_schema");
    assertThat(format.at("/json_schema/name").asText()).isEqualTo("Forecast");
    assertThat(format.at("/json_schema/strict").asBoolean()).isTrue();
    assertThat(format.at("/json_schema/schema/properties/day"))
        .isEqualTo(json("{'type':'string','format':'date'}"));
  }

  @Test
  void soIsAnimus() {
    assertThat(reply(PROVIDER.animus(), QUESTION)).isEqualTo(OSLO);
    assertThat(PROVIDER.asked().at("/response_format/type").asText()).isEqualTo("json_schema");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void geminiIsSentItAsItsJsonSchema(boolean streaming) {
    assertThat(reply(gemini(), QUESTION.withStreaming(streaming))).isEqualTo(OSLO);

    JsonNode config = PROVIDER.asked().path("generationConfig");
    assertThat(config.path("responseMimeType").asText()).isEqualTo("application/json");
    assertThat(config.at("/responseJsonSchema/required")).hasSize(5);
    assertThat(PROVIDER.asked().has("systemInstruction")).isFalse();
  }

  @Test
  void aServerThatRejectsItIsToldInWords() {
    PROVIDER
        .simulator()
        .script(
            ScriptedResponse.status(400)
                .body("{\"error\":{\"message\":\"Unknown parameter: 'response_format'.\"}}"));
    PROVIDER.answers(
        "{'choices':[{'message':{'content':'```json {\\'city\\':\\'Oslo\\',\\'days\\':3,"
            + "\\'sky\\':\\'CLEAR\\',\\'day\\':\\'2026-11-20\\'} ```'},'finish_reason':'stop'}]}");

    assertThat(reply(PROVIDER.openAi(), QUESTION)).isEqualTo(OSLO);

    assertThat(PROVIDER.asked().has("response_format")).isFalse();
    assertThat(PROVIDER.asked().at("/messages/0/role").asText()).isEqualTo("system");
    assertThat(PROVIDER.asked().at("/messages/0/content").asText()).contains("\"days\"");
  }

  @Test
  void soIsTheVisionModelOfAnimusWhichTakesNoSchema() {
    Attachment image = Attachment.reference(URI.create("https://example.com/a.png"));
    ChatRequest shown = QUESTION.withMessages(List.of(Message.user("?").withAttachments(image)));
    PROVIDER.answers(
        "{'choices':[{'message':{'content':'{\\'city\\':\\'Oslo\\',\\'days\\':3,"
            + "\\'sky\\':\\'CLEAR\\',\\'day\\':\\'2026-11-20\\'}'},'finish_reason':'stop'}]}");

    assertThat(reply(PROVIDER.animus().withVision("V"), shown)).isEqualTo(OSLO);

    assertThat(PROVIDER.simulator().requests()).hasSize(1);
    assertThat(PROVIDER.asked().at("/messages/0/content").asText()).contains("\"days\"");
  }
}

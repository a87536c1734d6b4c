package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.json;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users show, in the form of each provider, over real connections. */
class AttachmentsOverHttpTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 1, 2};
  private static final String BASE64 = Base64.getEncoder().encodeToString(PNG);
  private static final URI WEB = URI.create("https://pictures.example/cat.jpg");
  private static final Message SHOWN =
      Message.user("What is this?")
          .withAttachments(Attachment.of("image/png", PNG), Attachment.reference(WEB));
  private static final ChatRequest LOOK =
      HELLO.withMessages(List.of(Message.system("Be nice."), SHOWN));

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private static String said(ChatModel model, ChatRequest request) {
    List<ChatUpdate> parts = parts(model, request);
    return ((ChatResponse) parts.get(parts.size() - 1)).content();
  }

  private static JsonNode content(int message) {
    return PROVIDER.asked().path("messages").path(message).path("content");
  }

  @Test
  void compatibleModelsGetPartsInOrder() {
    assertThat(said(PROVIDER.compatible(), LOOK))
        .startsWith("I was shown a picture (image/png) and the picture at " + WEB);
    assertThat(content(0).isTextual()).isTrue();
    assertThat(content(1))
        .isEqualTo(
            json(("{'c':[{'type':'text','text':'What is this?'},"
                        + "{'type':'image_url','image_url':{'url':'data:image/png;base64,%s'}},"
                        + "{'type':'image_url','image_url':{'url':'%s'}}]}")
                    .formatted(BASE64, WEB))
                .get("c"));
  }

  @Test
  void aPictureNeedsNoWords() {
    Message wordless = Message.user(" ").withAttachments(Attachment.of("image/png", PNG));

    assertThat(said(PROVIDER.compatible(), HELLO.withMessages(List.of(wordless))))
        .startsWith("I was shown a picture");
    assertThat(content(0)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "image/jpg", "application/octet-stream", "text/plain", ""})
  void aPictureIsWhatItsBytesShow(String label) {
    Message shown = Message.user("Look!").withAttachments(Attachment.of(label, PNG));
    ChatRequest look = HELLO.withMessages(List.of(shown));

    said(PROVIDER.compatible(), look);
    assertThat(content(0).get(1).at("/image_url/url").textValue())
        .isEqualTo("data:image/png;base64," + BASE64);
    assertThat(Attachment.of("image/jpg", new byte[] {1, 2, 3}))
        .isEqualTo(Attachment.of("image/jpeg", new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> Attachment.of("image/svg+xml", "<svg/>".getBytes(UTF_8)))
        .isInstanceOf(AnimusException.InvalidRequest.class);
  }

  @Test
  void geminiGetsFilesAndAddresses() {
    GeminiChat gemini =
        GeminiChat.create(
            PROVIDER.http(),
            GeminiChat.endpoint(Credentials.key(SimulatedProvider.KEY))
                .withBaseUrl(PROVIDER.simulator().origin() + "/v1beta"),
            "any");

    assertThat(said(gemini, LOOK.withModel("gemini-3-flash"))).isNotBlank();
    assertThat(PROVIDER.asked().path("contents").path(0).path("parts"))
        .isEqualTo(
            json(("{'p':[{'text':'What is this?'},"
                        + "{'inlineData':{'mimeType':'image/png','data':'%s'}},"
                        + "{'fileData':{'fileUri':'%s'}}]}")
                    .formatted(BASE64, WEB))
                .get("p"));
  }

  @Test
  void animusHasAModelThatLooksAndIsSentOnlyWhatItKnows() {
    ChatRequest request = LOOK.withStreaming(true).withAutoTurn(true);

    assertThat(said(PROVIDER.animus().withVision("eye-1"), request)).startsWith("I was shown");
    assertThat(PROVIDER.simulator().requests().get(0).path()).isEqualTo("/v3/media/completions");
    assertThat(PROVIDER.asked().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("model", "messages", "temperature");
    assertThat(PROVIDER.asked().path("model").asText()).isEqualTo("eye-1");
    assertThat(PROVIDER.asked().path("temperature").asDouble()).isEqualTo(0.1);
    assertThat(content(1)).hasSize(3);
  }

  @Test
  void theTemperatureIsTheCallersWhenItIsSet() {
    ChatRequest request = LOOK.withSampling(Sampling.DEFAULT.withTemperature(0.7));

    assertThat(said(PROVIDER.animus().withVision("eye-1"), request)).isNotBlank();
    assertThat(PROVIDER.asked().path("temperature").asDouble()).isEqualTo(0.7);
  }

  @Test
  void animusWithoutSuchAModelIsNotAsked() {
    PROVIDER.animus().stream(LOOK)
        .test()
        .assertError(
            cause ->
                cause instanceof AnimusException.InvalidRequest
                    && cause.getMessage().contains("withVision"));
    assertThat(PROVIDER.simulator().requests()).isEmpty();
  }
}

package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiRoutesTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  private static final String WHOLE = "/v1beta/models/any:generateContent";
  private static final String STREAM = "/v1beta/models/any:streamGenerateContent?alt=sse";
  private static final String IMAGE =
      "\"generationConfig\":{\"responseModalities\":[\"TEXT\",\"IMAGE\"]}";

  @AfterEach
  void acceptAny() {
    RUNNING.simulator().acceptOnly();
  }

  private static JsonNode answer(String body) throws Exception {
    var request = RUNNING.post(WHOLE, body, "x-goog-api-key", "key");
    return RUNNING.read(RUNNING.send(request).body());
  }

  private static String asking(String text, String... more) {
    String contents = "\"contents\":[{\"parts\":[{\"text\":\"" + text + "\"}]}]";
    return "{"
        + String.join(",", Stream.concat(Stream.of(contents), Stream.of(more)).toList())
        + "}";
  }

  private static JsonNode parts(JsonNode answer) {
    return answer.at("/candidates/0/content/parts");
  }

  @Test
  void answersByTheSameRulesAsTheOtherDialects() throws Exception {
    JsonNode answer = answer(asking("Hello"));

    assertThat(parts(answer).at("/0/text").asText()).startsWith("Hello, I am the Animus4J");
    assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(answer.path("modelVersion").asText()).isEqualTo("any");
    assertThat(answer.at("/usageMetadata/promptTokenCount").asInt()).isEqualTo(1);
    assertThat(answer.toString()).doesNotContain("\":0");
  }

  @Test
  void streamsWithoutNamesAndWithoutAnEndMarkerAndSignsLast() throws Exception {
    var request = RUNNING.post(STREAM, asking("Hello"), "x-goog-api-key", "key");
    String body = RUNNING.send(request).body();

    assertThat(body).contains("\r\n\r\n").doesNotContain("event:", "[DONE]");
    List<String> events = List.of(body.split("\r\n\r\n"));
    JsonNode last = RUNNING.read(events.get(events.size() - 1).substring("data: ".length()));
    assertThat(parts(last).at("/0/text").asText("none")).isEmpty();
    assertThat(parts(last).at("/0/thoughtSignature").asText()).isNotEmpty();
    assertThat(last.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
  }

  @Test
  void withoutSseAStreamIsAList() throws Exception {
    String path = STREAM.replace("?alt=sse", "");
    var request = RUNNING.post(path, asking("Hello"), "x-goog-api-key", "key");

    JsonNode list = RUNNING.read(RUNNING.send(request).body());

    assertThat(list.isArray()).isTrue();
    assertThat(list.size()).isGreaterThan(5);
  }

  @Test
  void drawsAfterThinkingAboutIt() throws Exception {
    JsonNode parts = parts(answer(asking("A quiet forest", IMAGE)));

    assertThat(parts).hasSize(4);
    assertThat(parts.at("/0/thought").asBoolean()).isTrue();
    assertThat(parts.at("/1/thought").asBoolean()).isTrue();
    assertThat(parts.at("/1/inlineData/mimeType").asText()).isEqualTo("image/png");
    assertThat(parts.at("/1").has("thoughtSignature")).isFalse();
    assertThat(parts.at("/2/thoughtSignature").asText()).isNotEmpty();
    byte[] png = Base64.getDecoder().decode(parts.at("/3/inlineData/data").asText());
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(512);
  }

  @Test
  void theAspectRatioAndTheSizeAreThoseAskedFor() throws Exception {
    String config =
        "\"generationConfig\":{\"responseModalities\":[\"IMAGE\"],"
            + "\"imageConfig\":{\"aspectRatio\":\"16:9\",\"imageSize\":\"2K\"}}";
    JsonNode parts = parts(answer(asking("A lake", config)));
    byte[] png = Base64.getDecoder().decode(parts.at("/2/inlineData/data").asText());
    var image = ImageIO.read(new ByteArrayInputStream(png));

    assertThat(parts).hasSize(3);
    assertThat((double) image.getWidth() / image.getHeight()).isBetween(1.77, 1.79);
    assertThat(image.getWidth()).isGreaterThan(1100);
  }

  /** Sends a second round, in which the test has changed the model's turn. */
  private static JsonNode refined(ArrayNode said) throws Exception {
    ObjectNode request = (ObjectNode) RUNNING.read(asking("A quiet forest", IMAGE));
    ObjectNode model = request.withArray("contents").addObject().put("role", "model");
    model.set("parts", said);
    ObjectNode user = request.withArray("contents").addObject().put("role", "user");
    user.putArray("parts").addObject().put("text", "darker");
    return answer(request.toString());
  }

  private static ArrayNode shown() throws Exception {
    ArrayNode parts = (ArrayNode) parts(answer(asking("A quiet forest", IMAGE)));
    parts.remove(0);
    parts.remove(0);
    return parts;
  }

  @Test
  void aTurnThatComesBackAsItWasIsGoneOnWith() throws Exception {
    JsonNode answer = refined(shown());

    assertThat(parts(answer)).hasSize(4);
    assertThat(parts(answer).at("/3/inlineData/data"))
        .isNotEqualTo(parts(refined(shown())).at("/2/inlineData/data"));
  }

  @ParameterizedTest
  @CsvSource({"missing, missing", "changed, Corrupted", "swapped, Corrupted", "fewer, missing"})
  void aTurnThatComesBackOtherwiseIsRefused(String how, String told) throws Exception {
    ArrayNode said = shown();
    ObjectNode words = (ObjectNode) said.get(0);
    ObjectNode picture = (ObjectNode) said.get(1);
    switch (how) {
      case "missing" -> picture.remove("thoughtSignature");
      case "changed" -> picture.withObject("inlineData").put("data", "AAAA");
      case "swapped" -> {
        String signature = words.path("thoughtSignature").asText();
        words.put("thoughtSignature", picture.path("thoughtSignature").asText());
        picture.put("thoughtSignature", signature);
      }
      default -> said.remove(1);
    }

    JsonNode answer = refined(said);

    assertThat(answer.at("/error/status").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.at("/error/message").asText()).contains(told);
  }

  @Test
  void aPromptThatIsRefusedHasNoCandidates() throws Exception {
    JsonNode answer = answer(asking("A murder", IMAGE));

    assertThat(answer.has("candidates")).isFalse();
    assertThat(answer.at("/promptFeedback/blockReason").asText()).isEqualTo("SAFETY");
  }

  @Test
  void aKeyIsNeededAndCheckedInTheWordsOfGoogle() throws Exception {
    JsonNode without = RUNNING.json(WHOLE, asking("Hello"));
    RUNNING.simulator().acceptOnly("another");
    JsonNode wrong = answer(asking("Hello"));

    assertThat(without.at("/error/status").asText()).isEqualTo("PERMISSION_DENIED");
    assertThat(wrong.at("/error/code").asInt()).isEqualTo(400);
    assertThat(wrong.at("/error/details/0/reason").asText()).isEqualTo("API_KEY_INVALID");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"contents\":[{\"parts\":[]}]}",
        "{\"contents\":[{\"role\":\"assistant\",\"parts\":[{\"text\":\"x\"}]}]}",
        "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],"
            + "\"generationConfig\":{\"responseModalities\":[\"SMELL\"]}}"
      })
  void invalidRequestsAreRejectedLikeByTheProvider(String body) throws Exception {
    assertThat(answer(body).at("/error/status").asText()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void aPathWhereNobodyAnswersSaysSo() throws Exception {
    JsonNode answer = RUNNING.json("/v1beta/models/any:countTokens", "{}");

    assertThat(answer.at("/error/code").asInt()).isEqualTo(404);
    assertThat(answer.at("/error/status").asText()).isEqualTo("NOT_FOUND");
  }
}

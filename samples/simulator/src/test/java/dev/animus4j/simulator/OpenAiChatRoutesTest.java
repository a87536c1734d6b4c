package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenAiChatRoutesTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();
  private static final String PATH = "/v1/chat/completions";
  private static final String TOOLS =
      """
      "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",
      "properties":{"city":{"type":"string"},"days":{"type":"integer","maximum":7},
      "unit":{"enum":["celsius","kelvin"]},"note":{"type":"string"}},
      "required":["city","days","unit"]}}},
      {"type":"function","function":{"name":"generate_image","parameters":{"type":"object",
      "properties":{"prompt":{"type":"string"}}}}}]
      """;

  private static String asking(String text, String options) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(text, options.isEmpty() ? "" : "," + options);
  }

  @Test
  void anAnswerHasTheShapeOfACompletion() throws Exception {
    JsonNode answer = RUNNING.json(PATH, asking("hi", "\"n\":2"));

    assertThat(answer.path("model").asText()).isEqualTo("m");
    assertThat(answer.path("choices")).hasSize(2);
    assertThat(answer.at("/choices/1/index").asInt()).isEqualTo(1);
    assertThat(answer.at("/choices/0/message/refusal").isNull()).isTrue();
    assertThat(answer.at("/choices/0/message").has("turns")).isFalse();
    assertThat(answer.at("/usage/total_tokens").asInt()).isPositive();
  }

  @Test
  void aStreamBringsOneWordAtATimeThenFinishThenDone() throws Exception {
    List<String> events = RUNNING.events(PATH, asking("hi", "\"stream\":true,\"max_tokens\":3"));

    assertThat(events).hasSize(6);
    assertThat(RUNNING.read(events.get(0)).path("choices").toString())
        .isEqualTo(
            "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"finish_reason\":null,\"logprobs\":null}]");
    assertThat(RUNNING.read(events.get(0)).has("usage")).isFalse();
    assertThat(RUNNING.read(events.get(1)).at("/choices/0/delta/content").asText())
        .isEqualTo("Hello,");
    assertThat(RUNNING.read(events.get(2)).at("/choices/0/delta/content").asText()).isEqualTo(" I");
    assertThat(RUNNING.read(events.get(4)).at("/choices/0/finish_reason").asText())
        .isEqualTo("length");
    assertThat(events.get(5)).isEqualTo("[DONE]");
  }

  @Test
  void usageIsTheLastChunkWhenAskedFor() throws Exception {
    String options = "\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    List<String> events = RUNNING.events(PATH, asking("hi", options));
    JsonNode last = RUNNING.read(events.get(events.size() - 2));

    assertThat(last.path("choices")).isEmpty();
    assertThat(last.at("/usage/prompt_tokens").asInt()).isEqualTo(1);
    assertThat(RUNNING.read(events.get(0)).path("usage").isNull()).isTrue();
  }

  @Test
  void aToolNamedByTheUserIsCalledWithPlausibleArguments() throws Exception {
    JsonNode answer = RUNNING.json(PATH, asking("The weather in Oslo for 9 days, kelvin", TOOLS));

    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(answer.at("/choices/0/message/content").isNull()).isTrue();
    JsonNode call = answer.at("/choices/0/message/tool_calls/0/function");
    assertThat(call.path("name").asText()).isEqualTo("get_weather");
    assertThat(RUNNING.read(call.path("arguments").asText()))
        .hasToString("{\"city\":\"Oslo\",\"days\":7,\"unit\":\"kelvin\"}");
  }

  @Test
  void aPictureWantedCallsTheToolForPictures() throws Exception {
    JsonNode answer = RUNNING.json(PATH, asking("Please show me a forest", TOOLS));

    assertThat(answer.at("/choices/0/message/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"prompt\":\"A forest\"}");
  }

  @Test
  void theChoiceOfToolsIsObeyed() throws Exception {
    String none =
        RUNNING.json(PATH, asking("weather", TOOLS + ",\"tool_choice\":\"none\"")).toString();
    String required =
        RUNNING.json(PATH, asking("x", TOOLS + ",\"tool_choice\":\"required\"")).toString();
    String named =
        ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"generate_image\"}}";

    assertThat(none).doesNotContain("tool_calls");
    assertThat(required).contains("get_weather");
    assertThat(RUNNING.json(PATH, asking("x", TOOLS + named)).toString())
        .contains("generate_image");
  }

  @Test
  void aStreamedToolCallComesInPieces() throws Exception {
    List<String> events =
        RUNNING.events(PATH, asking("weather in Oslo", TOOLS + ",\"stream\":true"));
    List<JsonNode> pieces = new ArrayList<>();
    for (String event : events.subList(1, events.size() - 2)) {
      pieces.add(RUNNING.read(event).at("/choices/0/delta/tool_calls/0"));
    }
    StringBuilder arguments = new StringBuilder();
    pieces.forEach(piece -> arguments.append(piece.at("/function/arguments").asText()));

    assertThat(pieces).hasSizeGreaterThan(3).allMatch(piece -> piece.path("index").asInt(-1) == 0);
    assertThat(pieces).filteredOn(piece -> piece.has("id")).hasSize(1);
    assertThat(RUNNING.read(arguments.toString()).path("city").asText()).isEqualTo("Oslo");
  }

  @Test
  void aToolResultIsPassedOn() throws Exception {
    String request =
        """
        {"model":"m","messages":[{"role":"user","content":"weather"},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function",
        "function":{"name":"get_weather","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"c","content":"21 degrees"}],%s}
        """;

    assertThat(
            RUNNING.json(PATH, request.formatted(TOOLS)).at("/choices/0/message/content").asText())
        .isEqualTo("The tool answered: 21 degrees");
  }

  @Test
  void anAnswerFollowsTheSchemaAskedFor() throws Exception {
    String format =
        """
        "response_format":{"type":"json_schema","json_schema":{"name":"d","schema":{"type":"object",
        "properties":{"wants_image":{"type":"boolean"},"prompt":{"type":["string","null"]},
        "at":{"$ref":"#/$defs/spot"}},"$defs":{"spot":{"type":"object",
        "properties":{"x":{"type":"number"}}}}}}}
        """;

    assertThat(
            RUNNING
                .json(PATH, asking("Draw a town", format))
                .at("/choices/0/message/content")
                .asText())
        .isEqualTo("{\"wants_image\":true,\"prompt\":\"A town\",\"at\":{\"x\":1}}");
  }

  @Test
  void markupAskedForCarriesTheImagePrompt() throws Exception {
    String request =
        """
        {"model":"m","messages":[
        {"role":"system","content":"Use <image_prompt>…</image_prompt>."},
        {"role":"user","content":[{"type":"text","text":"Show me a moon"}]}]}
        """;

    assertThat(RUNNING.json(PATH, request).at("/choices/0/message/content").asText())
        .endsWith("<image_prompt>A moon</image_prompt>");
  }
}

package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Request of the Gemini protocol. */
record GeminiRequest(JsonNode json) {
  private static final Set<String> MODALITIES = Set.of("TEXT", "IMAGE");

  /** Parses a request; rejects what the provider would reject. */
  static GeminiRequest parse(JsonNode json) {
    GeminiRequest question = new GeminiRequest(json);
    if (question.contents().isEmpty()) {
      throw RejectedRequest.invalid(
          "* GenerateContentRequest.contents: contents is not specified", null, null);
    }
    for (JsonNode content : question.contents()) {
      if (!Set.of("user", "model").contains(content.path("role").asText("user"))) {
        throw RejectedRequest.invalid("Please use a valid role: user, model.", null, null);
      }
      if (content.path("parts").isEmpty()) {
        throw RejectedRequest.invalid("contents.parts must not be empty.", null, null);
      }
    }
    if (!MODALITIES.containsAll(question.modalities())) {
      throw RejectedRequest.invalid(
          "The requested combination of response modalities is not supported.", null, null);
    }
    return question;
  }

  List<JsonNode> contents() {
    return elements(json.path("contents")).toList();
  }

  boolean wantsImage() {
    return modalities().contains("IMAGE");
  }

  boolean wantsText() {
    return modalities().isEmpty() || modalities().contains("TEXT");
  }

  boolean wantsThoughts() {
    return config().path("thinkingConfig").path("includeThoughts").asBoolean();
  }

  /** The last text of the user; earlier ones are instructions and explanations. */
  String prompt() {
    return elements(contents().get(contents().size() - 1).path("parts"))
        .map(part -> part.path("text").asText(""))
        .filter(text -> !text.isBlank())
        .reduce("", (earlier, later) -> later);
  }

  /** Applies the aspect ratio, and the factor by which the sides are longer than by default. */
  Optional<ImageSpec> resize(ImageSpec imageSpec) {
    JsonNode image = config().path("imageConfig");
    String[] ratio = image.path("aspectRatio").asText("").split(":");
    if (ratio.length != 2) {
      return Optional.empty();
    }
    double across = Double.parseDouble(ratio[0]) / Double.parseDouble(ratio[1]);
    int scale = Integer.parseInt(image.path("imageSize").asText("1K").replace("K", ""));
    double area = (double) ImageSpec.WIDTH * ImageSpec.HEIGHT * scale * scale;
    return Optional.of(
        imageSpec.resize(
            (int) Math.round(Math.sqrt(area * across)),
            (int) Math.round(Math.sqrt(area / across))));
  }

  /** Converts it to a chat request of the other dialects, so that the same rules apply. */
  ReceivedChatRequest toChatRequest() {
    ObjectNode question = JsonBuffers.node();
    String instruction = text(json.path("systemInstruction"));
    if (!instruction.isEmpty()) {
      question.withArray("messages").addObject().put("role", "system").put("content", instruction);
    }
    contents().forEach(content -> addMessages(question, content));
    elements(json.path("tools"))
        .flatMap(tool -> elements(tool.path("functionDeclarations")))
        .forEach(declared -> addTool(question, declared));
    addChoice(question);
    addResponseFormat(question);
    if (config().has("maxOutputTokens")) {
      question.set("max_tokens", config().path("maxOutputTokens"));
    }
    return new ReceivedChatRequest(question);
  }

  private static void addMessages(ObjectNode question, JsonNode content) {
    boolean user = !content.path("role").asText().equals("model");
    List<String> results = new ArrayList<>();
    elements(content.path("parts"))
        .filter(part -> part.has("functionResponse"))
        .forEach(part -> results.add(result(part.at("/functionResponse/response"))));
    for (String result : results) {
      question.withArray("messages").addObject().put("role", "tool").put("content", result);
    }
    if (results.isEmpty()) {
      question
          .withArray("messages")
          .addObject()
          .put("role", user ? "user" : "assistant")
          .put("content", text(content));
    }
  }

  private static String result(JsonNode response) {
    return response.has("result") ? response.path("result").asText() : response.toString();
  }

  private static void addTool(ObjectNode question, JsonNode declared) {
    ObjectNode function = question.withArray("tools").addObject().putObject("function");
    function.put("name", declared.path("name").asText());
    JsonNode schema = declared.path("parametersJsonSchema");
    function.set("parameters", schema.isMissingNode() ? declared.path("parameters") : schema);
  }

  private void addChoice(ObjectNode question) {
    JsonNode calling = json.path("toolConfig").path("functionCallingConfig");
    String name = calling.path("allowedFunctionNames").path(0).asText();
    if (name.isEmpty()) {
      Map<String, String> modes = Map.of("ANY", "required", "NONE", "none");
      String mode = calling.path("mode").asText().toUpperCase(Locale.ROOT);
      question.put("tool_choice", modes.getOrDefault(mode, "auto"));
    } else {
      question.putObject("tool_choice").putObject("function").put("name", name);
    }
  }

  private void addResponseFormat(ObjectNode question) {
    if (config().has("responseJsonSchema")) {
      ObjectNode format = question.putObject("response_format").put("type", "json_schema");
      format.putObject("json_schema").set("schema", config().path("responseJsonSchema"));
    }
  }

  private JsonNode config() {
    return json.path("generationConfig");
  }

  private List<String> modalities() {
    return elements(config().path("responseModalities")).map(JsonNode::asText).toList();
  }

  private static String text(JsonNode content) {
    return elements(content.path("parts"))
        .map(part -> part.path("text").asText(""))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}

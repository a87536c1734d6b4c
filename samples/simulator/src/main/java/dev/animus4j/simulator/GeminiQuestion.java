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

/** A request in the words of Gemini. */
record GeminiQuestion(JsonNode json) {
  private static final Set<String> MODALITIES = Set.of("TEXT", "IMAGE");

  /** Refuses what the provider would refuse. */
  static GeminiQuestion asked(JsonNode json) {
    GeminiQuestion question = new GeminiQuestion(json);
    if (question.contents().isEmpty()) {
      throw Refusal.invalid(
          "* GenerateContentRequest.contents: contents is not specified", null, null);
    }
    for (JsonNode content : question.contents()) {
      if (!Set.of("user", "model").contains(content.path("role").asText("user"))) {
        throw Refusal.invalid("Please use a valid role: user, model.", null, null);
      }
      if (content.path("parts").isEmpty()) {
        throw Refusal.invalid("contents.parts must not be empty.", null, null);
      }
    }
    if (!MODALITIES.containsAll(question.modalities())) {
      throw Refusal.invalid(
          "The requested combination of response modalities is not supported.", null, null);
    }
    return question;
  }

  List<JsonNode> contents() {
    return list(json.path("contents")).toList();
  }

  boolean wantsPicture() {
    return modalities().contains("IMAGE");
  }

  boolean wantsText() {
    return modalities().isEmpty() || modalities().contains("TEXT");
  }

  boolean wantsThoughts() {
    return config().path("thinkingConfig").path("includeThoughts").asBoolean();
  }

  /** The last words of the user: what comes before is instructions and explanations. */
  String prompt() {
    return list(contents().get(contents().size() - 1).path("parts"))
        .map(part -> part.path("text").asText(""))
        .filter(text -> !text.isBlank())
        .reduce("", (earlier, later) -> later);
  }

  /** The aspect ratio, and how many times longer the sides are than usual. */
  Optional<Motif> sized(Motif motif) {
    JsonNode image = config().path("imageConfig");
    String[] ratio = image.path("aspectRatio").asText("").split(":");
    if (ratio.length != 2) {
      return Optional.empty();
    }
    double across = Double.parseDouble(ratio[0]) / Double.parseDouble(ratio[1]);
    int scale = Integer.parseInt(image.path("imageSize").asText("1K").replace("K", ""));
    double area = (double) Motif.WIDTH * Motif.HEIGHT * scale * scale;
    return Optional.of(
        motif.sized(
            (int) Math.round(Math.sqrt(area * across)),
            (int) Math.round(Math.sqrt(area / across))));
  }

  /** The same as the other dialects say it, so that the same rules can answer it. */
  Question inOurWords() {
    ObjectNode question = Json.node();
    String instruction = text(json.path("systemInstruction"));
    if (!instruction.isEmpty()) {
      question.withArray("messages").addObject().put("role", "system").put("content", instruction);
    }
    contents().forEach(content -> addMessages(question, content));
    list(json.path("tools"))
        .flatMap(tool -> list(tool.path("functionDeclarations")))
        .forEach(declared -> addTool(question, declared));
    addChoice(question);
    if (config().has("maxOutputTokens")) {
      question.set("max_tokens", config().path("maxOutputTokens"));
    }
    return new Question(question);
  }

  private static void addMessages(ObjectNode question, JsonNode content) {
    boolean user = !content.path("role").asText().equals("model");
    List<String> results = new ArrayList<>();
    list(content.path("parts"))
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

  private JsonNode config() {
    return json.path("generationConfig");
  }

  private List<String> modalities() {
    return list(config().path("responseModalities")).map(JsonNode::asText).toList();
  }

  private static String text(JsonNode content) {
    return list(content.path("parts"))
        .map(part -> part.path("text").asText(""))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  static Stream<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}

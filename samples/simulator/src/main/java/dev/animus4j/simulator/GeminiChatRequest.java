package dev.animus4j.simulator;

import static dev.animus4j.simulator.GeminiRequest.elements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Request of the Gemini protocol as a chat request of the other dialects. */
final class GeminiChatRequest {
  private final GeminiRequest request;
  private final ObjectNode question = JsonBuffers.node();

  GeminiChatRequest(GeminiRequest request) {
    this.request = request;
  }

  ReceivedChatRequest convert() {
    String instruction = text(elements(request.json().at("/systemInstruction/parts")).toList());
    if (!instruction.isEmpty()) {
      message("system").put("content", instruction);
    }
    turns().forEach(this::addMessages);
    elements(request.json().path("tools"))
        .flatMap(tool -> elements(tool.path("functionDeclarations")))
        .forEach(this::addTool);
    addChoice();
    addResponseFormat();
    if (request.config().hasNonNull("maxOutputTokens")) {
      question.put("max_tokens", request.config().path("maxOutputTokens").asInt());
    }
    return new ReceivedChatRequest(question);
  }

  /** The contents; those of the model in a row, such as stored chunks of a stream, are one. */
  private List<ObjectNode> turns() {
    List<ObjectNode> turns = new ArrayList<>();
    for (JsonNode content : request.contents()) {
      String role = content.path("role").asText("user");
      boolean more =
          role.equals("model")
              && !turns.isEmpty()
              && turns.get(turns.size() - 1).path("role").asText().equals(role);
      if (!more) {
        turns.add(JsonBuffers.node().put("role", role));
      }
      content.path("parts").forEach(turns.get(turns.size() - 1).withArray("parts")::add);
    }
    return turns;
  }

  private void addMessages(ObjectNode turn) {
    List<JsonNode> parts =
        elements(turn.path("parts")).filter(part -> !part.path("thought").asBoolean()).toList();
    List<JsonNode> results = parts.stream().filter(part -> part.has("functionResponse")).toList();
    for (JsonNode part : results) {
      message("tool").put("content", result(part.at("/functionResponse/response")));
    }
    if (!results.isEmpty()) {
      return;
    }
    if (turn.path("role").asText().equals("model")) {
      message("assistant").put("content", inOnePiece(parts));
    } else {
      addUser(parts);
    }
  }

  private void addUser(List<JsonNode> parts) {
    ObjectNode message = message("user");
    ArrayNode images = JsonBuffers.node().arrayNode();
    for (JsonNode part : parts) {
      if (part.has("inlineData")) {
        String type = part.at("/inlineData/mimeType").asText();
        image(images, "data:" + type + ";base64,");
      } else if (part.has("fileData")) {
        image(images, part.at("/fileData/fileUri").asText());
      }
    }
    if (images.isEmpty()) {
      message.put("content", text(parts));
    } else {
      message.set("content", images);
      images.insertObject(0).put("type", "text").put("text", text(parts));
    }
  }

  private static void image(ArrayNode images, String url) {
    images.addObject().put("type", "image_url").putObject("image_url").put("url", url);
  }

  private ObjectNode message(String role) {
    return question.withArray("messages").addObject().put("role", role);
  }

  private static String result(JsonNode response) {
    for (String name : new String[] {"result", "output", "content"}) {
      if (response.path(name).isValueNode()) {
        return response.path(name).asText();
      }
    }
    return response.toString();
  }

  private void addTool(JsonNode declared) {
    ObjectNode function = question.withArray("tools").addObject().putObject("function");
    function.put("name", declared.path("name").asText());
    JsonNode schema = declared.path("parametersJsonSchema");
    function.set("parameters", schema.isMissingNode() ? declared.path("parameters") : schema);
  }

  private void addChoice() {
    JsonNode calling = request.json().path("toolConfig").path("functionCallingConfig");
    String mode =
        Map.of("ANY", "required", "NONE", "none")
            .getOrDefault(calling.path("mode").asText().toUpperCase(Locale.ROOT), "auto");
    JsonNode names = calling.path("allowedFunctionNames");
    if (names.isEmpty()) {
      question.put("tool_choice", mode);
      return;
    }
    ObjectNode choice = question.putObject("tool_choice").put("type", "allowed_tools");
    ObjectNode allowed = choice.putObject("allowed_tools").put("mode", mode);
    names.forEach(
        name ->
            allowed
                .withArray("tools")
                .addObject()
                .putObject("function")
                .put("name", name.asText()));
  }

  private void addResponseFormat() {
    JsonNode schema =
        request.config().hasNonNull("responseJsonSchema")
            ? request.config().path("responseJsonSchema")
            : request.config().path("responseSchema");
    if (request.mimeType().equals("text/plain")) {
      return;
    }
    ObjectNode format = question.putObject("response_format");
    if (schema.isObject()) {
      String type = request.mimeType().equals("text/x.enum") ? "enum" : "json_schema";
      format.put("type", type).putObject("json_schema").set("schema", schema);
    } else {
      format.put("type", "json_object");
    }
  }

  private static String text(List<JsonNode> parts) {
    return texts(parts).stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
  }

  /** The text of the model, whose parts are the pieces of a stream. */
  private static String inOnePiece(List<JsonNode> parts) {
    return String.join("", texts(parts));
  }

  private static List<String> texts(List<JsonNode> parts) {
    return parts.stream().map(part -> part.path("text").asText("")).toList();
  }
}

package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.simulator.SimulatedReply.ToolCall;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Chooses the tools to call, and fills in their arguments by the JSON Schema. */
final class ToolCallRules {
  private static final Set<String> PICTURES = Set.of("image", "picture", "photo");

  /**
   * Calls the tools named by the choice or by the user; a requested image counts as naming its
   * tool.
   */
  Optional<SimulatedReply> callTools(ReceivedChatRequest chatRequest) {
    JsonNode choice = chatRequest.json().path("tool_choice");
    List<JsonNode> functions = functions(chatRequest.json(), choice);
    if (functions.isEmpty() || choice.asText().equals("none")) {
      return Optional.empty();
    }
    List<ToolCall> calls =
        chooseFunctions(functions, choice, chatRequest.userText())
            .limit(chatRequest.json().path("parallel_tool_calls").asBoolean(true) ? 128 : 1)
            .map(tool -> call(tool, chatRequest))
            .toList();
    return calls.isEmpty() ? Optional.empty() : Optional.of(SimulatedReply.ofToolCalls(calls));
  }

  /** JSON by the schema that the request requires for the response. */
  Optional<SimulatedReply> structuredOutput(ReceivedChatRequest chatRequest) {
    JsonNode format = chatRequest.json().path("response_format");
    String text = chatRequest.userText();
    return switch (format.path("type").asText()) {
      case "json_schema" -> Optional.of(SimulatedReply.ofText(sample(format, text).toString()));
      case "enum" -> Optional.of(SimulatedReply.ofText(sample(format, text).asText()));
      case "json_object" ->
          Optional.of(
              SimulatedReply.ofText(
                  JsonBuffers.node().put("simulated", true).put("text", text).toString()));
      default -> Optional.empty();
    };
  }

  private static JsonNode sample(JsonNode format, String text) {
    return new SchemaSample(format.path("json_schema").path("schema"), text).value();
  }

  private static List<JsonNode> functions(JsonNode request, JsonNode choice) {
    JsonNode allowed = choice.path("allowed_tools").path("tools");
    List<String> names = declared(allowed).map(ToolCallRules::name).toList();
    return declared(request.path("tools"))
        .filter(function -> allowed.isMissingNode() || names.contains(name(function)))
        .toList();
  }

  private static Stream<JsonNode> declared(JsonNode tools) {
    return StreamSupport.stream(tools.spliterator(), false)
        .map(tool -> tool.path("function"))
        .filter(function -> function.hasNonNull("name"));
  }

  private static Stream<JsonNode> chooseFunctions(
      List<JsonNode> functions, JsonNode choice, String text) {
    String name = choice.path("function").path("name").asText();
    if (!name.isEmpty()) {
      return functions.stream().filter(function -> name(function).equals(name)).limit(1);
    }
    List<JsonNode> named = functions.stream().filter(tool -> isNamed(name(tool), text)).toList();
    String mode = choice.at("/allowed_tools/mode").asText(choice.asText());
    return named.isEmpty() && mode.equals("required")
        ? functions.stream().limit(1)
        : named.stream();
  }

  private static boolean isNamed(String name, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String spaced = name.replaceAll("[_-]+|(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    String noun = spaced.substring(spaced.lastIndexOf(' ') + 1);
    return lower.contains(name.toLowerCase(Locale.ROOT))
        || lower.contains(spaced)
        || (noun.length() > 3
            && Pattern.compile("\\b" + Pattern.quote(noun) + "\\b").matcher(lower).find())
        || (PICTURES.contains(noun) && ImagePromptParser.requestedImage(text).isPresent());
  }

  private static ToolCall call(JsonNode function, ReceivedChatRequest chatRequest) {
    SchemaSample schemaSample =
        new SchemaSample(function.path("parameters"), chatRequest.userText());
    return new ToolCall(name(function), schemaSample.value().toString());
  }

  private static String name(JsonNode function) {
    return function.path("name").asText();
  }
}

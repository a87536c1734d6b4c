package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.simulator.Reply.ToolCall;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Decides which of the offered tools to call, and fills in what a JSON Schema asks for. */
final class Toolbox {
  private static final Set<String> PICTURES = Set.of("image", "picture", "photo");

  /** The tools named by the choice or by the user; a picture wanted counts as naming its tool. */
  Optional<Reply> called(Question question) {
    List<JsonNode> functions = functions(question.json());
    JsonNode choice = question.json().path("tool_choice");
    if (functions.isEmpty() || choice.asText().equals("none")) {
      return Optional.empty();
    }
    List<ToolCall> calls =
        chosen(functions, choice, question.userText()).map(tool -> call(tool, question)).toList();
    return calls.isEmpty() ? Optional.empty() : Optional.of(Reply.calling(calls));
  }

  /** JSON by the schema that the request wants the answer to have. */
  Optional<Reply> structured(Question question) {
    JsonNode format = question.json().path("response_format");
    String text = question.userText();
    return switch (format.path("type").asText()) {
      case "json_schema" ->
          Optional.of(
              Reply.saying(
                  new Plausible(format.path("json_schema").path("schema"), text)
                      .value()
                      .toString()));
      case "json_object" ->
          Optional.of(
              Reply.saying(Json.node().put("simulated", true).put("text", text).toString()));
      default -> Optional.empty();
    };
  }

  private static List<JsonNode> functions(JsonNode request) {
    return StreamSupport.stream(request.path("tools").spliterator(), false)
        .map(tool -> tool.path("function"))
        .filter(function -> function.hasNonNull("name"))
        .toList();
  }

  private static Stream<JsonNode> chosen(List<JsonNode> functions, JsonNode choice, String text) {
    String name = choice.path("function").path("name").asText();
    if (!name.isEmpty()) {
      return functions.stream().filter(function -> name(function).equals(name)).limit(1);
    }
    List<JsonNode> named = functions.stream().filter(tool -> isNamed(name(tool), text)).toList();
    return named.isEmpty() && choice.asText().equals("required")
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
        || (PICTURES.contains(noun) && PicturePrompt.wanted(text).isPresent());
  }

  private static ToolCall call(JsonNode function, Question question) {
    Plausible plausible = new Plausible(function.path("parameters"), question.userText());
    return new ToolCall(name(function), plausible.value().toString());
  }

  private static String name(JsonNode function) {
    return function.path("name").asText();
  }
}

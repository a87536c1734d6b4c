package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.http.FilterCategories;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * View of the JSON of a completion or of one of its chunks. Any field may be missing, null or of an
 * unexpected shape, which counts as missing.
 *
 * @param choice the choice with index 0; a missing node when this chunk has none
 */
record CompletionView(JsonNode json, JsonNode choice) {

  /** The view of this JSON, unwrapped from the array that some gateways put around it. */
  static CompletionView of(JsonNode json) {
    JsonNode completion = json.isArray() ? json.path(0) : json;
    for (JsonNode choice : completion.path("choices")) {
      if (choice.isObject() && choice.path("index").asInt(0) == 0) {
        return new CompletionView(completion, choice);
      }
    }
    return new CompletionView(completion, MissingNode.getInstance());
  }

  /** The error inside a response with status 200; a missing node when there is none. */
  JsonNode error() {
    if (text(json.path("object")).equals("error")) {
      return json;
    }
    for (JsonNode node : List.of(json, choice, json.path("x_groq"))) {
      if (node.hasNonNull("error")) {
        return node;
      }
    }
    return MissingNode.getInstance();
  }

  MessageJson message() {
    return new MessageJson(choice.path(choice.hasNonNull("delta") ? "delta" : "message"));
  }

  String id() {
    return text(json.path("id"));
  }

  String model() {
    return text(json.path("model"));
  }

  String finishReason() {
    return text(choice.path("finish_reason"));
  }

  /** The findings of moderation, of the response or of this choice, else of a content filter. */
  List<String> complianceViolations() {
    List<String> found = texts(json.path("compliance_violations"));
    List<String> ofChoice = found.isEmpty() ? texts(choice.path("compliance_violations")) : found;
    return ofChoice.isEmpty() ? FilterCategories.filtered(json) : ofChoice;
  }

  /** The token usage so far; null when there is none. */
  @Nullable Usage usage() {
    JsonNode groq = json.path("x_groq").path("usage");
    JsonNode usage = json.path("usage").isObject() ? json.path("usage") : groq;
    if (!usage.isObject() || usage.isEmpty()) {
      return null;
    }
    long prompt = usage.path("prompt_tokens").asLong();
    long completion = usage.path("completion_tokens").asLong();
    return new Usage(prompt, completion, usage.path("total_tokens").asLong(prompt + completion));
  }

  /** Message of a choice, or its delta in a chunk. */
  record MessageJson(JsonNode json) {
    String content() {
      return text(json.path("content"));
    }

    String refusal() {
      return text(json.path("refusal"));
    }

    /** Servers use one field or the other; some send the same in both. */
    String reasoning() {
      String content = text(json.path("reasoning_content"));
      return content.isEmpty() ? text(json.path("reasoning")) : content;
    }

    Stream<Call> toolCalls() {
      return elements(json.path("tool_calls")).filter(JsonNode::isObject).map(Call::of);
    }

    /** The turns; null when the field is missing. */
    @Nullable List<String> turns() {
      return json.path("turns").isArray() ? texts(json.path("turns")) : null;
    }

    /** Whether a follow-up is announced; null when the field is missing. */
    @Nullable Boolean next() {
      return json.path("next").isBoolean() ? json.path("next").booleanValue() : null;
    }

    String imagePrompt() {
      return text(json.path("image_prompt"));
    }
  }

  /** Tool call, or a delta of one; missing fields are empty. */
  record Call(@Nullable Integer index, String id, String name, String arguments, JsonNode json) {
    static Call of(JsonNode json) {
      JsonNode index = json.path("index");
      JsonNode arguments = json.path("function").path("arguments");
      return new Call(
          index.isInt() ? index.intValue() : null,
          text(json.path("id")),
          text(json.path("function").path("name")),
          arguments.isObject() ? arguments.toString() : text(arguments),
          json);
    }
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static List<String> texts(JsonNode list) {
    return list.isEmpty()
        ? List.of()
        : elements(list).filter(JsonNode::isTextual).map(JsonNode::textValue).toList();
  }

  /** A text, or the joined texts of a list of parts; empty when there is none. */
  private static String text(JsonNode node) {
    if (node.isArray()) {
      return elements(node).map(part -> text(part.path("text"))).collect(Collectors.joining());
    }
    return node.isNull() ? "" : node.asText();
  }
}

package dev.animus4j.chat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.animus4j.chat.model.Usage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An answer, or one chunk of it, as a view of its JSON. Everything may be missing, null or of
 * another shape than expected, which then counts as missing.
 *
 * @param choice the choice of interest, the first; a missing node when this chunk is not about it
 */
record Completion(JsonNode json, JsonNode choice) {

  /** Takes an answer out of the array that some gateways put around it. */
  static Completion of(JsonNode json) {
    JsonNode answer = json.isArray() ? json.path(0) : json;
    for (JsonNode choice : answer.path("choices")) {
      if (choice.isObject() && choice.path("index").asInt(0) == 0) {
        return new Completion(answer, choice);
      }
    }
    return new Completion(answer, MissingNode.getInstance());
  }

  /** What says, with status 200, that there is no answer; a missing node when nothing does. */
  JsonNode complaint() {
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

  Said said() {
    return new Said(choice.path(choice.hasNonNull("delta") ? "delta" : "message"));
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

  /** What moderation found, in this choice or in all of them. */
  List<String> complianceViolations() {
    List<String> found = texts(json.path("compliance_violations"));
    return found.isEmpty() ? texts(choice.path("compliance_violations")) : found;
  }

  /** What was counted so far; null when nothing was. */
  @Nullable Usage usage() {
    JsonNode groq = json.path("x_groq").path("usage");
    JsonNode counted = json.path("usage").isObject() ? json.path("usage") : groq;
    if (!counted.isObject() || counted.isEmpty()) {
      return null;
    }
    long prompt = counted.path("prompt_tokens").asLong();
    long completion = counted.path("completion_tokens").asLong();
    return new Usage(prompt, completion, counted.path("total_tokens").asLong(prompt + completion));
  }

  /** The message of a choice, or what a chunk adds to it. */
  record Said(JsonNode json) {
    String content() {
      return text(json.path("content"));
    }

    String refusal() {
      return text(json.path("refusal"));
    }

    /** Servers use one name or the other; some say the same under both. */
    String reasoning() {
      String content = text(json.path("reasoning_content"));
      return content.isEmpty() ? text(json.path("reasoning")) : content;
    }

    Stream<Call> toolCalls() {
      return elements(json.path("tool_calls")).filter(JsonNode::isObject).map(Call::of);
    }

    /** Null when nothing is said about turns. */
    @Nullable List<String> turns() {
      return json.path("turns").isArray() ? texts(json.path("turns")) : null;
    }

    /** Null when nothing is said about what is next. */
    @Nullable Boolean next() {
      return json.path("next").isBoolean() ? json.path("next").booleanValue() : null;
    }

    String imagePrompt() {
      return text(json.path("image_prompt"));
    }
  }

  /** A tool call, or a piece of one; what is not said is empty. */
  record Call(@Nullable Integer index, String id, String name, String arguments) {
    static Call of(JsonNode json) {
      JsonNode index = json.path("index");
      JsonNode arguments = json.path("function").path("arguments");
      return new Call(
          index.isInt() ? index.intValue() : null,
          text(json.path("id")),
          text(json.path("function").path("name")),
          arguments.isObject() ? arguments.toString() : text(arguments));
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

  /** A text, or the texts of a list of parts; empty when there is none. */
  private static String text(JsonNode node) {
    if (node.isArray()) {
      return elements(node).map(part -> text(part.path("text"))).collect(Collectors.joining());
    }
    return node.isNull() ? "" : node.asText();
  }
}

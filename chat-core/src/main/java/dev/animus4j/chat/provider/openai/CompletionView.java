package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.http.FilterCategories;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * View of the JSON of a completion or of one of its chunks. Any field may be missing, null or of an
 * unexpected shape, which counts as missing.
 *
 * @param choice the choice of its index; a missing node when this chunk has none
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

  /** The delta of a chunk, or the message of a complete response or of a chunk without delta. */
  MessageJson message() {
    return new MessageJson(choice.path(hasDelta() ? "delta" : "message"));
  }

  /** Whether this is a chunk with a delta. */
  boolean hasDelta() {
    return choice.path("delta").isObject() && !choice.path("delta").isEmpty();
  }

  /** Whether there are choices besides that of its index. */
  boolean hasOtherChoices() {
    JsonNode choices = json.path("choices");
    return choices.size() > 1 || (choices.size() == 1 && !choice.isObject());
  }

  /** Adds the calls of this chunk; some servers repeat them all in the message of the last. */
  void addCalls(ToolCallAssembler calls) {
    new MessageJson(choice.path("delta")).addCalls(calls::add, calls);
    if (calls.isEmpty()) {
      new MessageJson(choice.path("message")).addCalls(calls::addWhole, calls);
    }
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
    return usage.isObject() && !usage.isEmpty() ? UsageTokenParser.parse(usage) : null;
  }

  /** Message of a choice, or its delta in a chunk. */
  record MessageJson(JsonNode json) {
    String content() {
      return text(json.path("content"));
    }

    /** In its own field, or in a part of the content. */
    String refusal() {
      String refusal = text(json.path("refusal"));
      JsonNode parts = json.path("content");
      return refusal.isEmpty() && parts.isArray()
          ? elements(parts).map(part -> text(part.path("refusal"))).collect(Collectors.joining())
          : refusal;
    }

    /** Servers use one field or the other; some send the same in both. */
    String reasoning() {
      String content = text(json.path("reasoning_content"));
      return content.isEmpty() ? text(json.path("reasoning")) : content;
    }

    /** Whether there is nothing in it that may be repeated later. */
    boolean isEmpty() {
      return (content() + refusal() + reasoning()).isEmpty() && !hasCalls();
    }

    boolean hasCalls() {
      return !json.path("tool_calls").isEmpty() || !json.path("function_call").isEmpty();
    }

    /** Adds the calls, also that in the field that the list of calls has replaced. */
    private void addCalls(Consumer<Call> each, ToolCallAssembler calls) {
      elements(json.path("tool_calls")).filter(JsonNode::isObject).map(Call::of).forEach(each);
      if (json.path("function_call").isObject()) {
        calls.addLegacy(Call.of(json.path("function_call")));
      }
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
    private static final int LONGEST_INDEX = 9;

    static Call of(JsonNode json) {
      JsonNode function = json.path("function").isObject() ? json.path("function") : json;
      JsonNode arguments = function.path("arguments");
      return new Call(
          index(json.path("index")),
          text(json.path("id")),
          text(function.path("name")),
          arguments.isContainerNode() ? arguments.toString() : text(arguments),
          json);
    }

    private static @Nullable Integer index(JsonNode index) {
      String digits = index.isNumber() || index.isTextual() ? index.asText().strip() : "";
      boolean isIndex = !digits.isEmpty() && digits.length() <= LONGEST_INDEX;
      return isIndex && digits.chars().allMatch(c -> c >= '0' && c <= '9')
          ? Integer.valueOf(digits)
          : null;
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

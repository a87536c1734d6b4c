package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Fields of a response that nothing else reads: of the whole response the latest value, of a choice
 * and its message what all deltas give together.
 */
final class ExtraFields {
  /** Members of a response that are read elsewhere. */
  static final Set<String> OF_RESPONSE =
      Set.of(
          "id", "object", "created", "model", "choices", "usage", "error", "compliance_violations");

  /** Members of a choice that are read elsewhere. */
  static final Set<String> OF_CHOICE =
      Set.of("index", "delta", "message", "finish_reason", "error", "compliance_violations");

  private static final Set<String> OF_MESSAGE =
      Set.of(
          "role",
          "content",
          "refusal",
          "reasoning_content",
          "reasoning",
          "tool_calls",
          "function_call",
          "turns",
          "next",
          "image_prompt");

  private Map<String, JsonNode> fields = Map.of();
  private Set<String> settled = Set.of();

  /** Whether the value of a field is known, and is not one that later chunks extend. */
  boolean isSettled(String name) {
    return settled.contains(name);
  }

  void add(CompletionView chunk) {
    for (Map.Entry<String, JsonNode> field : chunk.json().properties()) {
      if (isExtra(field, OF_RESPONSE)) {
        put(field.getKey(), field.getValue());
        settle(field.getKey());
      }
    }
    extend(chunk.choice(), OF_CHOICE);
    extend(chunk.message().json(), OF_MESSAGE);
  }

  /** All fields so far, by name. */
  Map<String, JsonNode> toMap() {
    return Collections.unmodifiableMap(fields);
  }

  private void extend(JsonNode json, Set<String> known) {
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (isExtra(field, known)) {
        JsonNode previous = fields.get(field.getKey());
        if (known == OF_CHOICE && !hasList(field.getValue())) {
          settle(field.getKey());
        }
        put(field.getKey(), previous == null ? field.getValue() : join(previous, field.getValue()));
      }
    }
  }

  private static boolean isExtra(Map.Entry<String, JsonNode> field, Set<String> known) {
    JsonNode value = field.getValue();
    boolean isEmpty = value.isNull() || (value.isContainerNode() && value.isEmpty());
    return !isEmpty && !known.contains(field.getKey());
  }

  private static boolean hasList(JsonNode value) {
    boolean list = value.isArray();
    for (JsonNode child : value) {
      list = list || child.isArray();
    }
    return list;
  }

  private void settle(String name) {
    settled = settled.isEmpty() ? new HashSet<>() : settled;
    settled.add(name);
  }

  private void put(String name, JsonNode value) {
    fields = fields.isEmpty() ? new LinkedHashMap<>() : fields;
    fields.put(name, value);
  }

  /** Lists are extended, objects joined, and other values replaced. */
  private static JsonNode join(JsonNode previous, JsonNode next) {
    if (previous instanceof ArrayNode list && next.isArray()) {
      next.forEach(list::add);
      return list;
    } else if (previous instanceof ObjectNode object && next.isObject()) {
      for (Map.Entry<String, JsonNode> field : next.properties()) {
        JsonNode known = object.get(field.getKey());
        JsonNode value = field.getValue();
        object.set(field.getKey(), known == null ? value : join(known, value));
      }
      return object;
    }
    return next;
  }
}

package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Members of a message or call that a provider wants back as they came, collected from its deltas.
 * Of a message they are those known to be wanted; other members are for the reader only, and some
 * servers refuse them. Of a call they are all that are not part of the standard.
 */
final class OpaqueMembers {
  private static final Set<String> OF_MESSAGES =
      Set.of("extra_content", "provider_specific_fields", "reasoning_details", "thinking_blocks");

  private static final Set<String> STANDARD_OF_CALLS = Set.of("index", "id", "type", "function");
  private static final Set<String> STANDARD_OF_FUNCTIONS =
      Set.of("name", "arguments", "description", "parameters");

  /** Texts that are streamed in pieces. */
  private static final Set<String> PIECES = Set.of("text", "summary", "thinking", "data");

  private OpaqueMembers() {}

  /** Whether a message or its delta has opaque members. */
  static boolean hasAny(JsonNode message) {
    for (var member : message.properties()) {
      if (!member.getValue().isNull() && isOpaque(member.getKey())) {
        return true;
      }
    }
    return false;
  }

  /** Adds the opaque members of a message or its delta. */
  static void addMessage(JsonNode message, ObjectNode collected) {
    for (var member : message.properties()) {
      if (!member.getValue().isNull() && isOpaque(member.getKey())) {
        merge(collected, member.getKey(), member.getValue());
      }
    }
  }

  /** Adds those of a call under {@code call}, and those of its function under {@code function}. */
  static void addCall(JsonNode call, ObjectNode collected) {
    add(call, "call", STANDARD_OF_CALLS, collected);
    add(call.path("function"), "function", STANDARD_OF_FUNCTIONS, collected);
  }

  private static void add(JsonNode from, String place, Set<String> standard, ObjectNode collected) {
    for (var member : from.properties()) {
      if (!member.getValue().isNull() && !standard.contains(member.getKey())) {
        merge(collected.withObject("/" + place), member.getKey(), member.getValue());
      }
    }
  }

  private static boolean isOpaque(String name) {
    return OF_MESSAGES.contains(name)
        || name.contains("signature")
        || name.contains("Signature")
        || name.startsWith("encrypted")
        || name.endsWith("_opaque");
  }

  private static void merge(ObjectNode into, String name, JsonNode value) {
    JsonNode present = into.get(name);
    if (value instanceof ObjectNode members) {
      ObjectNode target = present instanceof ObjectNode known ? known : into.putObject(name);
      members.properties().forEach(member -> merge(target, member.getKey(), member.getValue()));
    } else if (value instanceof ArrayNode elements) {
      ArrayNode target = present instanceof ArrayNode known ? known : into.putArray(name);
      elements.forEach(element -> append(target, element));
    } else if (present != null && PIECES.contains(name) && value.isTextual()) {
      into.put(name, present.asText() + value.textValue());
    } else if (present == null || !(value.isNull() || value.asText().isEmpty())) {
      into.set(name, value);
    }
  }

  /** Appends an element, or adds it to the last one when it is the next piece of that. */
  private static void append(ArrayNode elements, JsonNode next) {
    JsonNode last = elements.path(elements.size() - 1);
    if (last instanceof ObjectNode target && isPieceOf(target, next)) {
      next.properties().forEach(member -> merge(target, member.getKey(), member.getValue()));
    } else if (next instanceof ObjectNode members) {
      elements.add(members.deepCopy());
    } else {
      elements.add(next);
    }
  }

  private static boolean isPieceOf(ObjectNode last, JsonNode next) {
    boolean sameKind = next.has("type") && next.get("type").equals(last.get("type"));
    boolean sameIndex = next.path("index").equals(last.path("index"));
    boolean otherId = next.hasNonNull("id") && !next.get("id").equals(last.path("id"));
    boolean complete = last.hasNonNull("signature") && !last.get("signature").asText().isEmpty();
    return sameKind && sameIndex && !otherId && !(complete && !next.has("index"));
  }
}

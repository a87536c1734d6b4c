package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.animus4j.simulator.SimulatedReply.ToolCall;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tool call that fills the {@code {{placeholders}}} of a fault. */
final class FaultyCall {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final JsonNode arguments;

  private FaultyCall(ToolCall call) {
    String name = call.name();
    String text = call.arguments();
    arguments = JsonBuffers.read(Buffer.buffer(text));
    values.put("{{name}}", name);
    values.put("{{name head}}", name.substring(0, name.length() / 2));
    values.put("{{name tail}}", name.substring(name.length() / 2));
    values.put("{{args}}", text);
    values.put("{{args head}}", text.substring(0, half(text)));
    values.put("{{args tail}}", text.substring(half(text)));
    values.put("{{args body}}", text.substring(1));
    values.put("{{args lines}}", text.replaceFirst(":\"", ":\"\n"));
    values.put("{{args quoted}}", TextNode.valueOf(text).toString());
  }

  /** The call of a tool that is offered, if its result is not there yet. */
  static Optional<FaultyCall> of(ReceivedChatRequest request) {
    if (request.lastMessage().path("role").asText().equals("tool")) {
      return Optional.empty();
    }
    ToolCallRules rules = new ToolCallRules();
    ObjectNode required = JsonBuffers.node().setAll((ObjectNode) request.json());
    required.put("tool_choice", "required");
    return rules
        .callTools(request)
        .or(() -> rules.callTools(new ReceivedChatRequest(required)))
        .map(reply -> new FaultyCall(reply.toolCalls().get(0)));
  }

  /** The JSON with the values of this call for its placeholders. */
  JsonNode fill(JsonNode json) {
    if (json.isTextual()) {
      return json.asText().equals("{{args object}}")
          ? arguments
          : TextNode.valueOf(fill(json.asText()));
    }
    if (json instanceof ObjectNode object) {
      ObjectNode filled = JsonBuffers.node();
      object.properties().forEach(member -> filled.set(member.getKey(), fill(member.getValue())));
      return filled;
    }
    if (json instanceof ArrayNode array) {
      ArrayNode filled = JsonBuffers.node().arrayNode();
      array.forEach(item -> filled.add(fill(item)));
      return filled;
    }
    return json;
  }

  private String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return filled;
  }

  private static int half(String text) {
    int half = text.length() / 2;
    return Character.isLowSurrogate(text.charAt(half)) ? half + 1 : half;
  }
}

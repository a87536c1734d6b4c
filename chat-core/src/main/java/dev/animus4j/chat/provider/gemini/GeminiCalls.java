package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tool calls of a response, in either spelling. */
final class GeminiCalls {
  private static final String CALL = "functionCall";
  private static final List<String> SPELLINGS = List.of(CALL, "function_call");

  private final ProviderState.Owner sender;
  private final List<ToolCall> calls = new ArrayList<>();

  GeminiCalls(ProviderState.Owner sender) {
    this.sender = sender;
  }

  List<ToolCall> toolCalls() {
    return calls;
  }

  /** Adds the call of a part, unless the provider repeats it; returns whether there is one. */
  boolean add(JsonNode part) {
    for (String spelling : SPELLINGS) {
      if (part.path(spelling).isObject()) {
        ToolCall call = toolCall(part, spelling);
        if (!calls.contains(call)) {
          calls.add(call);
        }
        return true;
      }
    }
    return false;
  }

  /** Its state is the part as it came, without what the call itself holds. */
  private ToolCall toolCall(JsonNode part, String spelling) {
    ObjectNode state = part.deepCopy();
    ObjectNode call = (ObjectNode) state.remove(spelling);
    state.set(CALL, call);
    String id = call.path("id").asText();
    JsonNode args = call.has("args") ? call.path("args") : call.path("arguments");
    String arguments = args.isContainerNode() ? args.toString() : args.asText();
    boolean none = arguments.isBlank() || args.isNull();
    String name = call.path("name").asText();
    call.remove(List.of("name", "args", "arguments"));
    return new ToolCall(
        id.isEmpty() ? "call_" + UUID.randomUUID() : id,
        name,
        none ? "{}" : arguments,
        sender.state(state));
  }
}

package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.PortableCallIds;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts messages to those on the wire, with the state that the recipient itself gave. */
final class WireMessages {
  private final ProviderState.Owner recipient;
  private @Nullable PortableCallIds ids;

  WireMessages(ProviderState.Owner recipient) {
    this.recipient = recipient;
  }

  List<WireMessage> convert(List<Message> messages) {
    List<WireMessage> wireMessages = new ArrayList<>(messages.size());
    for (Message message : messages) {
      wireMessages.add(convert(message));
    }
    return wireMessages;
  }

  private WireMessage convert(Message message) {
    boolean onlyCalls = message.content().isEmpty() && !message.toolCalls().isEmpty();
    return new WireMessage(
        message.role().wireName(),
        onlyCalls ? null : ContentParts.of(message),
        message.name(),
        message.toolCalls().isEmpty() ? List.of() : calls(message),
        message.toolCallId() == null ? null : ids().ofResult(message.toolCallId()),
        message.state() == null ? Map.of() : members(data(message.state())));
  }

  private List<WireCall> calls(Message message) {
    List<WireCall> calls = new ArrayList<>();
    for (ToolCall call : message.toolCalls()) {
      ToolCall portable = call.portable();
      JsonNode state = call.state() == null ? MissingNode.getInstance() : data(call.state());
      calls.add(
          new WireCall(
              ids().ofCall(message, call),
              "function",
              new WireFunction(
                  portable.name(), portable.arguments(), members(state.path("function"))),
              members(state.path("call"))));
    }
    SkippedSignature.addTo(calls, recipient);
    return calls;
  }

  private JsonNode data(ProviderState state) {
    return state.isOf(recipient) ? state.data() : MissingNode.getInstance();
  }

  private static Map<String, JsonNode> members(JsonNode json) {
    if (!(json instanceof ObjectNode object) || object.isEmpty()) {
      return Map.of();
    }
    Map<String, JsonNode> members = new LinkedHashMap<>();
    object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }

  private PortableCallIds ids() {
    ids = ids == null ? new PortableCallIds(recipient) : ids;
    return ids;
  }

  /** Message on the wire: its content is always written, as null when there are only tool calls. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record WireMessage(
      String role,
      @JsonInclude @Nullable Object content,
      @Nullable String name,
      List<WireCall> toolCalls,
      @Nullable String toolCallId,
      @JsonAnyGetter Map<String, JsonNode> state) {

    WireMessage withDeveloperRole() {
      return role.equals("system")
          ? new WireMessage("developer", content, name, toolCalls, toolCallId, state)
          : this;
    }
  }

  record WireCall(
      String id, String type, WireFunction function, @JsonAnyGetter Map<String, JsonNode> state) {}

  record WireFunction(String name, String arguments, @JsonAnyGetter Map<String, JsonNode> state) {}
}

package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Assembles tool calls from deltas: id and name once, the arguments in fragments. */
final class ToolCallAssembler {
  private final List<PartialCall> calls = new ArrayList<>();

  /** The latest call by index and by id. */
  private final Map<Object, PartialCall> latest = new HashMap<>();

  void add(CompletionView.Call delta) {
    PartialCall call = findCall(delta);
    if (call == null || call.isAnotherCall(delta)) {
      call = new PartialCall(calls.size());
      calls.add(call);
      latest.put(Objects.requireNonNullElse(delta.index(), ""), call);
    }
    call.add(delta);
    latest.put(call.id, call);
  }

  /**
   * The calls with a name; a missing id is generated, missing arguments are empty.
   *
   * @param sender the model that requests them
   */
  List<ToolCall> toolCalls(ProviderState.Owner sender) {
    List<ToolCall> toolCalls = new ArrayList<>(calls.size());
    for (PartialCall call : calls) {
      if (!call.name.isEmpty()) {
        toolCalls.add(call.toToolCall(sender));
      }
    }
    return toolCalls;
  }

  /** By index; without an index by id; without both, the last call. */
  private @Nullable PartialCall findCall(CompletionView.Call delta) {
    if (delta.index() != null) {
      return latest.get(delta.index());
    }
    return delta.id().isEmpty() ? lastCall() : latest.get(delta.id());
  }

  private @Nullable PartialCall lastCall() {
    return calls.isEmpty() ? null : calls.get(calls.size() - 1);
  }

  private static final class PartialCall {
    private final int number;
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
    private final ObjectNode opaque = JsonNodeFactory.instance.objectNode();

    private PartialCall(int number) {
      this.number = number;
    }

    private ToolCall toToolCall(ProviderState.Owner sender) {
      return new ToolCall(
          id.isEmpty() ? String.format("call%05d", number) : id,
          name,
          arguments.isEmpty() ? "{}" : arguments.toString(),
          opaque.isEmpty() ? null : sender.state(opaque));
    }

    private void add(CompletionView.Call delta) {
      OpaqueMembers.addCall(delta.json(), opaque);
      id = id.isEmpty() ? delta.id() : id;
      name = name.isEmpty() ? delta.name() : name;
      arguments.append(delta.arguments());
    }

    /**
     * Whether the delta begins another call all the same: some servers give each call the same
     * index, or send complete calls with neither index nor id.
     */
    private boolean isAnotherCall(CompletionView.Call delta) {
      boolean unmarked = delta.index() == null && delta.id().isEmpty();
      boolean otherId = !id.isEmpty() && !delta.id().isEmpty() && !id.equals(delta.id());
      return !name.isEmpty() && !delta.name().isEmpty() && (unmarked || otherId);
    }
  }
}

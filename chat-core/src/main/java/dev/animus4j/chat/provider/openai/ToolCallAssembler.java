package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Assembles tool calls from deltas: the arguments in fragments, the id once or in each delta, the
 * name once, in fragments, or whole in each.
 */
final class ToolCallAssembler {
  private final List<PartialCall> calls = new ArrayList<>();

  /** The latest call by index and by id. */
  private final Map<Object, PartialCall> latest = new HashMap<>();

  /** The call in the legacy field, which counts only when there are no others. */
  private @Nullable PartialCall legacy;

  void add(CompletionView.Call delta) {
    PartialCall call = findCall(delta);
    if (call == null || call.isAnotherCall(delta)) {
      call = new PartialCall(calls.size());
      calls.add(call);
      latest.put(Objects.requireNonNullElse(delta.index(), ""), call);
    }
    call.add(delta);
    latest.put(call.id(), call);
  }

  /** Adds a call that is complete. */
  void addWhole(CompletionView.Call whole) {
    PartialCall call = new PartialCall(calls.size());
    calls.add(call);
    call.add(whole);
  }

  /** Adds a delta of the field {@code function_call}, in which there is only one call. */
  void addLegacy(CompletionView.Call delta) {
    legacy = legacy == null ? new PartialCall(0) : legacy;
    legacy.add(delta);
  }

  boolean isEmpty() {
    return calls.isEmpty() && legacy == null;
  }

  /**
   * The calls with a name; a missing id is generated, missing arguments are empty.
   *
   * @param sender the model that requests them
   */
  List<ToolCall> toolCalls(ProviderState.Owner sender) {
    List<ToolCall> toolCalls = new ArrayList<>(calls.size());
    List<PartialCall> all = calls.isEmpty() && legacy != null ? List.of(legacy) : calls;
    for (PartialCall call : all) {
      if (!call.name().isEmpty()) {
        toolCalls.add(call.toToolCall(sender));
      }
    }
    return toolCalls;
  }

  /** By index, or by id: some servers count the index up with each delta. */
  private @Nullable PartialCall findCall(CompletionView.Call delta) {
    if (delta.index() == null) {
      return delta.id().isEmpty() ? lastCall() : latest.get(delta.id());
    }
    PartialCall sameIndex = latest.get(delta.index());
    boolean byId = sameIndex == null && delta.name().isEmpty() && !delta.id().isEmpty();
    return byId ? latest.get(delta.id()) : sameIndex;
  }

  private @Nullable PartialCall lastCall() {
    return calls.isEmpty() ? null : calls.get(calls.size() - 1);
  }
}

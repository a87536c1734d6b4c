package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** Tool call of which more may follow. */
final class PartialCall {
  private static final String NO_ARGUMENTS = "{}";

  private final int number;
  private final List<String> names = new ArrayList<>(1);
  private final StringBuilder arguments = new StringBuilder();
  private final ObjectNode opaque = JsonNodeFactory.instance.objectNode();
  private String id = "";

  /**
   * @param number for its id, if it gets none
   */
  PartialCall(int number) {
    this.number = number;
  }

  void add(CompletionView.Call delta) {
    OpaqueMembers.addCall(delta.json(), opaque);
    id = id.isEmpty() ? delta.id() : id;
    if (!delta.name().isEmpty()) {
      names.add(delta.name());
    }
    arguments.append(delta.arguments());
  }

  String id() {
    return id;
  }

  /** The name: what all deltas give, be it whole or so far in each, or piece by piece. */
  String name() {
    String joined = "";
    boolean growing = true;
    for (int i = 0; i < names.size(); i++) {
      String next = names.get(i);
      growing = growing && next.startsWith(i == 0 ? "" : names.get(i - 1));
      joined = i > 1 && next.equals(joined) ? joined : joined + next;
    }
    return growing && !names.isEmpty() ? names.get(names.size() - 1) : joined;
  }

  /**
   * @param sender the model that requests it
   */
  ToolCall toToolCall(ProviderState.Owner sender) {
    return new ToolCall(
        id.isEmpty() ? String.format("call%05d", number) : id,
        name(),
        arguments.isEmpty() ? NO_ARGUMENTS : arguments.toString(),
        opaque.isEmpty() ? null : sender.state(opaque));
  }

  /**
   * Whether the delta, of the same index, begins another call all the same: some servers give each
   * call the same index, or send complete calls with neither index nor id. Others give each delta
   * another id.
   */
  boolean isAnotherCall(CompletionView.Call delta) {
    if (names.isEmpty() || delta.name().isEmpty()) {
      return false;
    }
    boolean sameName = delta.name().equals(name());
    if (id.isEmpty() || delta.id().isEmpty()) {
      boolean begun = arguments.indexOf("{") == 0 && !isComplete();
      return delta.index() == null
          ? delta.id().isEmpty() && !(sameName && begun)
          : isComplete() && !isRepeated(delta);
    }
    return !id.equals(delta.id()) && (!sameName || isComplete());
  }

  /** Whether the arguments are complete; an empty object may be put before others. */
  private boolean isComplete() {
    String all = arguments.toString().strip();
    return !all.equals(NO_ARGUMENTS)
        && all.endsWith("}")
        && new ToolCall(id, "", all).hasValidArguments();
  }

  /** Whether the delta only says the name, or the whole call, once more. */
  private boolean isRepeated(CompletionView.Call delta) {
    boolean sameArguments = delta.arguments().contentEquals(arguments);
    return delta.name().equals(name()) && (delta.arguments().isEmpty() || sameArguments);
  }
}

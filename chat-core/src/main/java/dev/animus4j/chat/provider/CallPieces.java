package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts tool calls together that come in pieces: id and name once, the arguments bit by bit. */
final class CallPieces {
  private final List<Pieces> calls = new ArrayList<>();

  void add(Completion.Call piece) {
    Pieces call = find(piece);
    call.id = call.id == null || call.id.isEmpty() ? piece.id() : call.id;
    Completion.Function function = piece.function();
    if (function != null) {
      call.name = call.name == null || call.name.isEmpty() ? function.name() : call.name;
      call.arguments.append(function.arguments() == null ? "" : function.arguments());
    }
  }

  /** Calls without a name are none; without an id they get one; without arguments, empty ones. */
  List<ToolCall> whole() {
    return calls.stream().filter(call -> call.name != null).map(this::whole).toList();
  }

  private ToolCall whole(Pieces call) {
    String id = call.id == null || call.id.isEmpty() ? "call_" + calls.indexOf(call) : call.id;
    String name = call.name == null ? "" : call.name;
    return new ToolCall(id, name, call.arguments.isEmpty() ? "{}" : call.arguments.toString());
  }

  /**
   * By index; where a provider sends none, a new id is a new call, and no id goes on with the last.
   */
  private Pieces find(Completion.Call piece) {
    Integer index = piece.index();
    for (Pieces call : calls) {
      if (index != null
          ? index.equals(call.index)
          : piece.id() != null && piece.id().equals(call.id)) {
        return call;
      }
    }
    boolean goesOn = index == null && (piece.id() == null || piece.id().isEmpty());
    if (goesOn && !calls.isEmpty()) {
      return calls.get(calls.size() - 1);
    }
    calls.add(new Pieces(index));
    return calls.get(calls.size() - 1);
  }

  private static final class Pieces {
    private final @Nullable Integer index;
    private @Nullable String id;
    private @Nullable String name;
    private final StringBuilder arguments = new StringBuilder();

    private Pieces(@Nullable Integer index) {
      this.index = index;
    }
  }
}

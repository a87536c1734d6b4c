package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts tool calls together that come in pieces: id and name once, the arguments bit by bit. */
final class CallPieces {
  private final List<Pieces> calls = new ArrayList<>();

  void add(Completion.Call piece) {
    Pieces call = last(piece);
    if (call == null || call.isOther(piece)) {
      call = new Pieces(piece.index());
      calls.add(call);
    }
    call.add(piece);
  }

  /** Calls without a name are none; without an id they get one; without arguments, empty ones. */
  List<ToolCall> whole() {
    List<ToolCall> whole = new ArrayList<>(calls.size());
    for (Pieces call : calls) {
      if (!call.name.isEmpty()) {
        whole.add(whole(call));
      }
    }
    return whole;
  }

  private ToolCall whole(Pieces call) {
    String id = call.id.isEmpty() ? "call_" + calls.indexOf(call) : call.id;
    return new ToolCall(id, call.name, call.arguments.isEmpty() ? "{}" : call.arguments.toString());
  }

  private @Nullable Pieces last(Completion.Call piece) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      if (calls.get(i).matches(piece)) {
        return calls.get(i);
      }
    }
    return null;
  }

  private static final class Pieces {
    private final @Nullable Integer index;
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();

    private Pieces(@Nullable Integer index) {
      this.index = index;
    }

    private void add(Completion.Call piece) {
      id = id.isEmpty() ? piece.id() : id;
      name = name.isEmpty() ? piece.name() : name;
      arguments.append(piece.arguments());
    }

    /** By index; where a server sends none by id; and what has neither goes on with the last. */
    private boolean matches(Completion.Call piece) {
      return piece.index() != null
          ? piece.index().equals(index)
          : piece.id().isEmpty() || piece.id().equals(id);
    }

    /**
     * Whether the piece begins another call all the same: some servers give each call the same
     * index, or send whole calls with neither index nor id.
     */
    private boolean isOther(Completion.Call piece) {
      boolean unmarked = piece.index() == null && piece.id().isEmpty();
      boolean otherId = !id.isEmpty() && !piece.id().isEmpty() && !id.equals(piece.id());
      return !name.isEmpty() && !piece.name().isEmpty() && (unmarked || otherId);
    }
  }
}

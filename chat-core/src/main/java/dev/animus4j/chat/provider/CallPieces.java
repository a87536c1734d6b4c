package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts tool calls together that come in pieces: id and name once, the arguments bit by bit. */
final class CallPieces {
  private final List<Pieces> calls = new ArrayList<>();

  /** The latest call of an index, and of an id. */
  private final Map<Object, Pieces> latest = new HashMap<>();

  void add(Completion.Call piece) {
    Pieces call = last(piece);
    if (call == null || call.isOther(piece)) {
      call = new Pieces(calls.size());
      calls.add(call);
      latest.put(Objects.requireNonNullElse(piece.index(), ""), call);
    }
    call.add(piece);
    latest.put(call.id, call);
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
    String id = call.id.isEmpty() ? "call_" + call.number : call.id;
    return new ToolCall(id, call.name, call.arguments.isEmpty() ? "{}" : call.arguments.toString());
  }

  /** By index; where a server sends none by id; and what has neither goes on with the last. */
  private @Nullable Pieces last(Completion.Call piece) {
    if (piece.index() != null) {
      return latest.get(piece.index());
    }
    return piece.id().isEmpty() ? lastOfAll() : latest.get(piece.id());
  }

  private @Nullable Pieces lastOfAll() {
    return calls.isEmpty() ? null : calls.get(calls.size() - 1);
  }

  private static final class Pieces {
    private final int number;
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();

    private Pieces(int number) {
      this.number = number;
    }

    private void add(Completion.Call piece) {
      id = id.isEmpty() ? piece.id() : id;
      name = name.isEmpty() ? piece.name() : name;
      arguments.append(piece.arguments());
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

package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verifies the response of a model over all rounds in which its tools are called. */
final class ToolRoundVerifier {
  private final RequestedFeatures features;
  private final List<ModelCall> calls = new ArrayList<>();
  private int remainingCalls;

  ToolRoundVerifier(SentMessage sentMessage) {
    this.features = sentMessage.options().template().features();
    this.remainingCalls = features.toolLimits().maxCalls();
  }

  /** Adds a round; only if the one before called for it, or was refused and is sent reduced. */
  void add(ModelCall modelCall) {
    if (!calls.isEmpty() && last().isRefused()) {
      calls.remove(last());
    }
    ChatResponse before = calls.isEmpty() ? null : last().reply();
    if (!calls.isEmpty()) {
      Invariant.holds(before != null && continues(before), "asked again after %s", before);
      remainingCalls -= before == null ? 0 : before.toolCalls().size();
    }
    calls.add(modelCall);
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  ModelCall last() {
    return calls.get(calls.size() - 1);
  }

  /** The text of all rounds, also before a response. */
  String words() {
    return calls.stream().map(ModelCall::words).collect(Collectors.joining());
  }

  boolean isWithTools() {
    return features.tools().stream().anyMatch(tool -> tool.function() != null);
  }

  /** The ids of all calls, made unique as the client does. */
  Set<String> callIds() {
    Set<String> ids = new HashSet<>();
    for (ModelCall modelCall : calls) {
      List<ToolCall> asked = modelCall.reply() == null ? List.of() : modelCall.reply().toolCalls();
      for (int i = 0; i < asked.size(); i++) {
        ids.add(asked.get(i).id());
        ids.add("call%05d".formatted(i));
      }
    }
    return ids;
  }

  private boolean continues(ChatResponse response) {
    return isWithTools() && !isOver() && areAllKnown(response.toolCalls());
  }

  private boolean isOver() {
    return calls.size() > features.toolLimits().maxRounds() || remainingCalls <= 0;
  }

  /** Whether there are calls, and all of them have a function. */
  private boolean areAllKnown(List<ToolCall> asked) {
    List<String> manual =
        features.tools().stream().filter(t -> t.function() == null).map(Tool::name).toList();
    return !asked.isEmpty() && asked.stream().noneMatch(call -> manual.contains(call.name()));
  }

  /** The response of all rounds together; null as long as there is none. */
  @Nullable ChatResponse reply() {
    ChatResponse last = calls.isEmpty() ? null : last().reply();
    if (last == null || continues(last)) {
      return null;
    }
    List<ChatResponse> all =
        calls.stream().flatMap(modelCall -> Stream.ofNullable(modelCall.reply())).toList();
    return new ChatResponse(
        joinedText(all),
        joinedReasoning(all),
        joinedTurns(all),
        last.next(),
        all.stream().map(ChatResponse::promisedImage).reduce(null, (a, b) -> b == null ? a : b),
        isWithTools() && isOver() ? List.of() : last.toolCalls(),
        List.of(),
        last.metadata(),
        all.stream().flatMap(response -> response.images().stream()).toList(),
        last.alternatives());
  }

  private static String joinedText(List<ChatResponse> all) {
    return all.stream()
        .map(ChatResponse::content)
        .reduce((a, b) -> a.isBlank() ? b : b.isBlank() ? a : a + "\n\n" + b)
        .orElse("");
  }

  private static @Nullable String joinedReasoning(List<ChatResponse> all) {
    String thoughts =
        all.stream()
            .flatMap(response -> Stream.ofNullable(response.reasoning()))
            .collect(Collectors.joining("\n\n"));
    return thoughts.isEmpty() ? null : thoughts;
  }

  private static List<String> joinedTurns(List<ChatResponse> all) {
    boolean none = all.stream().allMatch(response -> response.turns().isEmpty());
    return none
        ? List.of()
        : all.stream()
            .flatMap(r -> r.turns().isEmpty() ? Stream.of(r.content()) : r.turns().stream())
            .toList();
  }
}

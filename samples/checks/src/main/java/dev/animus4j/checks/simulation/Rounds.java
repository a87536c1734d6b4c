package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Features;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a model answers to one question, over all the rounds in which its tools are called. */
final class Rounds {
  private final Features features;
  private final List<Call> calls = new ArrayList<>();
  private int left;

  Rounds(Send send) {
    this.features = send.options().template().features();
    this.left = features.toolLimits().calls();
  }

  /** Another round; only if the one before called for it. */
  void add(Call call) {
    ChatReply before = calls.isEmpty() ? null : last().reply();
    if (!calls.isEmpty()) {
      Rule.that(before != null && goesOn(before), "asked again after %s", before);
      left -= before == null ? 0 : before.toolCalls().size();
    }
    calls.add(call);
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  Call last() {
    return calls.get(calls.size() - 1);
  }

  /** All that it said, also before it replied. */
  String words() {
    return calls.stream().map(Call::words).collect(Collectors.joining());
  }

  boolean isWithTools() {
    return features.tools().stream().anyMatch(tool -> tool.function() != null);
  }

  /** The ids of all calls, also as they are told apart when they are not different. */
  Set<String> called() {
    Set<String> ids = new HashSet<>();
    for (Call call : calls) {
      List<ToolCall> asked = call.reply() == null ? List.of() : call.reply().toolCalls();
      for (int i = 0; i < asked.size(); i++) {
        ids.add(asked.get(i).id());
        ids.add("call" + i + "_" + asked.get(i).id());
      }
    }
    return ids;
  }

  private boolean goesOn(ChatReply reply) {
    return isWithTools() && !areOver() && isForUs(reply.toolCalls());
  }

  private boolean areOver() {
    return calls.size() > features.toolLimits().rounds() || left <= 0;
  }

  /** Whether there are calls, and none of them is the caller's business. */
  private boolean isForUs(List<ToolCall> asked) {
    List<String> manual =
        features.tools().stream().filter(t -> t.function() == null).map(Tool::name).toList();
    return !asked.isEmpty() && asked.stream().noneMatch(call -> manual.contains(call.name()));
  }

  /** The answer of all rounds together; null as long as there is none. */
  @Nullable ChatReply reply() {
    ChatReply last = calls.isEmpty() ? null : last().reply();
    if (last == null || goesOn(last)) {
      return null;
    }
    List<ChatReply> all = calls.stream().flatMap(call -> Stream.ofNullable(call.reply())).toList();
    return new ChatReply(
        said(all),
        thought(all),
        turns(all),
        last.next(),
        all.stream().map(ChatReply::promised).reduce(null, (a, b) -> b == null ? a : b),
        isWithTools() && areOver() ? List.of() : last.toolCalls(),
        List.of(),
        last.account(),
        all.stream().flatMap(reply -> reply.pictures().stream()).toList());
  }

  private static String said(List<ChatReply> all) {
    return all.stream()
        .map(ChatReply::content)
        .reduce((a, b) -> a.isBlank() ? b : b.isBlank() ? a : a + "\n\n" + b)
        .orElse("");
  }

  private static @Nullable String thought(List<ChatReply> all) {
    String thoughts =
        all.stream()
            .flatMap(reply -> Stream.ofNullable(reply.reasoning()))
            .collect(Collectors.joining("\n\n"));
    return thoughts.isEmpty() ? null : thoughts;
  }

  private static List<String> turns(List<ChatReply> all) {
    boolean none = all.stream().allMatch(reply -> reply.turns().isEmpty());
    return none
        ? List.of()
        : all.stream()
            .flatMap(r -> r.turns().isEmpty() ? Stream.of(r.content()) : r.turns().stream())
            .toList();
  }
}
